using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage.Journal;

/// <summary>A disk with so much space: what goes beyond is half written and refused, as a real one does it.</summary>
internal sealed class FailingSegmentFiles(ISegmentFiles inner) : ISegmentFiles
{
    public long Space { get; set; } = long.MaxValue;

    public bool RefusesNewFiles { get; set; }

    public ISegmentFile Create(long segment) => RefusesNewFiles ? throw new IOException("No space left on device") : new FailingSegment(this, inner.Create(segment));

    private sealed class FailingSegment(FailingSegmentFiles disk, ISegmentFile inner) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var fits = (int)Math.Min(bytes.Length, disk.Space);
            inner.Write(bytes[..fits], offset);
            disk.Space -= fits;
            if (fits < bytes.Length) throw new IOException("No space left on device");
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Sync() => inner.Sync();

        public void Dispose() => inner.Dispose();
    }
}
