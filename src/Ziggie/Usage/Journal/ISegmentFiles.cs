namespace Ziggie.Usage.Journal;

/// <summary>Where segments are made; a test's stand-in has a disk that fills up.</summary>
internal interface ISegmentFiles
{
    /// <summary>Makes a segment that does not exist yet.</summary>
    ISegmentFile Create(long segment);
}

/// <summary>A segment open for writing. Everything throws <see cref="IOException"/> where the disk refuses.</summary>
internal interface ISegmentFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>Returns when the file is on the disk.</summary>
    void Sync();
}
