using Microsoft.Win32.SafeHandles;

namespace Ziggie.Usage.Journal;

/// <summary>Reads records in order, from any place on. Damaged stretches are skipped up to the next whole record. For one thread.</summary>
internal sealed class JournalReader(JournalFolder folder) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly TextPool _pool = new();
    private SafeFileHandle? _file;
    private long _open = -1;
    private uint _seed;

    /// <summary>Bytes that held no readable record, ever: torn ends after a crash, or damage.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Reads up to a number of records, none at or behind <paramref name="end"/>.</summary>
    /// <returns>The place behind what was read; equal to <paramref name="end"/> when there is no more.</returns>
    public JournalPosition Read(JournalPosition from, JournalPosition end, int max, List<UsageRecord> into)
    {
        var at = from;
        var limit = into.Count + max;
        while (at < end && into.Count < limit)
        {
            if (!TryOpen(at.Segment))
            {
                if (at.Segment >= end.Segment) return end;
                at = new JournalPosition(folder.Segments().Where(s => s > at.Segment && s < end.Segment).DefaultIfEmpty(end.Segment).First(), 0);
                continue;
            }
            var length = Math.Min(RandomAccess.GetLength(_file!), at.Segment == end.Segment ? end.Offset : long.MaxValue);
            var offset = ReadSegment(at.Offset, length, limit, into);
            if (offset < length) at = at with { Offset = offset };
            else at = at.Segment == end.Segment ? end : new JournalPosition(at.Segment + 1, 0);
        }
        return at;
    }

    public void Dispose() => Close();

    private long ReadSegment(long offset, long length, int limit, List<UsageRecord> into)
    {
        offset = Math.Max(offset, SegmentHeader.Size);
        while (offset < length && into.Count < limit)
        {
            var size = (int)Math.Min(_buffer.Length, length - offset);
            size = RandomAccess.Read(_file!, _buffer.AsSpan(0, size), offset);
            if (size == 0) return length;
            offset += Parse(_buffer.AsSpan(0, size), last: offset + size >= length || size < JournalFrame.MaxSize, limit, into);
        }
        return offset;
    }

    // Returns how far it came: a frame cut off by the buffer's end is left for the next read, unless these are the segment's last bytes.
    private int Parse(ReadOnlySpan<byte> bytes, bool last, int limit, List<UsageRecord> into)
    {
        var at = 0;
        while (at < bytes.Length && into.Count < limit)
        {
            if (!last && bytes.Length - at < JournalFrame.MaxSize) break;
            if (JournalFrame.TryOpen(bytes[at..], _seed, out var payload))
            {
                if (UsageRecordCodec.TryDecode(payload, _pool, out var record)) into.Add(record);
                else SkippedBytes += payload.Length;
                at += JournalFrame.HeaderSize + payload.Length;
                continue;
            }
            var next = bytes[(at + 1)..].IndexOf(JournalFrame.Mark0);
            var skip = next < 0 ? bytes.Length - at : next + 1;
            SkippedBytes += skip;
            at += skip;
        }
        return at;
    }

    private bool TryOpen(long segment)
    {
        if (_open == segment) return true;
        Close();
        try
        {
            _file = File.OpenHandle(folder.PathOf(segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        if (!SegmentHeader.TryRead(header[..RandomAccess.Read(_file, header, 0)], out _seed))
        {
            // Killed between making the file and its first bytes: nothing can be in it.
            SkippedBytes += RandomAccess.GetLength(_file);
            Close();
            return false;
        }
        _open = segment;
        return true;
    }

    private void Close()
    {
        _file?.Dispose();
        (_file, _open) = (null, -1);
    }
}
