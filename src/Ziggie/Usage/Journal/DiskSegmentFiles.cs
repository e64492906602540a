using Microsoft.Win32.SafeHandles;

namespace Ziggie.Usage.Journal;

/// <summary>Segments in the journal's folder.</summary>
internal sealed class DiskSegmentFiles(JournalFolder folder) : ISegmentFiles
{
    public ISegmentFile Create(long segment)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new DiskSegmentFile(new FileStream(folder.PathOf(segment), options));
    }

    private sealed class DiskSegmentFile(FileStream stream) : ISegmentFile
    {
        private readonly SafeFileHandle _handle = stream.SafeFileHandle;

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

        public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => stream.Dispose();
    }
}
