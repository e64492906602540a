using System.Security.Cryptography;

namespace Ziggie.Usage.Journal;

/// <summary>
/// Appends records to segments. Every start begins a segment of its own, so a torn end left by a crash is never written behind.
/// One short lock keeps the order: the kernel serialises writes to one file anyway, and a record is written whole or not at all.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private const int RetriesPerLock = 500;

    private readonly JournalFolder _folder;
    private readonly ISegmentFiles _files;
    private readonly JournalOptions _options;
    private readonly OverflowQueue _overflow;
    private readonly Action _written;
    private readonly ITimer _retry;
    private readonly Lock _gate = new();
    private ISegmentFile? _file;
    private long _segment;
    private long _offset;
    private long _rollAt;
    private string? _trouble;
    private bool _closed;

    /// <param name="written">Called when records that had to wait were written.</param>
    public JournalWriter(JournalFolder folder, ISegmentFiles files, JournalOptions options, TimeProvider time, Action written)
    {
        (_folder, _files, _options, _written) = (folder, files, options, written);
        _overflow = new OverflowQueue(options.QueuedRecords, options.QueuedBytes);
        _retry = time.CreateTimer(_ => Retry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    }

    /// <summary>Seed of the checksums in this start's segments.</summary>
    public uint Seed { get; }

    /// <summary>What the database knows this journal by; null until the folder could be opened.</summary>
    public string? Identity { get; private set; }

    /// <summary>The first segment of this start; older ones belong to earlier starts. 0 until opened.</summary>
    public long FirstSegment { get; private set; }

    /// <summary>Where the next record goes; all before it is whole.</summary>
    public JournalPosition Position
    {
        get { lock (_gate) return new JournalPosition(_segment, _offset); }
    }

    public long Lost
    {
        get { lock (_gate) return _overflow.Lost; }
    }

    /// <summary>Why records cannot be written, or null.</summary>
    public string? Trouble
    {
        get
        {
            lock (_gate)
            {
                return _trouble is null ? null :
                    $"The usage journal cannot be written: {_trouble} {_overflow.Count} records wait in memory, {_overflow.Lost} did not fit and are lost. Free space on the disk of the data directory or mend its rights; Ziggie tries again every second.";
            }
        }
    }

    /// <summary>Opens the folder and a segment; true where records can be written.</summary>
    public bool TryOpen()
    {
        lock (_gate) return !_closed && (_file is not null || Open());
    }

    /// <summary>Writes a sealed frame; where the disk refuses, it waits in memory. Never throws.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_overflow.Count == 0 && Write(frame)) return;
            _overflow.Add(frame);
            if (_overflow.Count == 1) ScheduleRetry();
        }
    }

    /// <summary>Writes sealed frames that lie one behind the other, as <see cref="Append(ReadOnlySpan{byte})"/> does each.</summary>
    public void Append(ReadOnlySpan<byte> frames, List<int> sizes)
    {
        lock (_gate)
        {
            if (_overflow.Count == 0 && Write(frames)) return;
            foreach (var size in sizes)
            {
                Append(frames[..size]);
                frames = frames[size..];
            }
        }
    }

    /// <summary>Gives the journal another identity; see <see cref="JournalFolder.Rename"/>.</summary>
    public void Rename(string identity)
    {
        lock (_gate) Identity = _folder.Rename(identity);
    }

    /// <summary>Brings everything to the disk.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            while (_overflow.Count > 0 && Write(_overflow.Peek())) _overflow.Drop();
            _closed = true;
            if (_file is { } file) Finish(file);
            _file = null;
        }
        _retry.Dispose();
    }

    private void Retry()
    {
        for (var more = true; more;)
        {
            // In pieces, so that requests do not wait for the whole queue.
            lock (_gate)
            {
                for (var i = 0; i < RetriesPerLock && _overflow.Count > 0; i++)
                {
                    if (!Write(_overflow.Peek()))
                    {
                        ScheduleRetry();
                        return;
                    }
                    _overflow.Drop();
                }
                more = _overflow.Count > 0;
            }
            _written();
        }
    }

    private void ScheduleRetry()
    {
        if (!_closed) _retry.Change(_options.RetryAfter, Timeout.InfiniteTimeSpan);
    }

    private bool Write(ReadOnlySpan<byte> frame)
    {
        if (_closed || (_file is null && !Open())) return false;
        if (_offset + frame.Length > _rollAt) Roll();
        try
        {
            _file!.Write(frame, _offset);
        }
        catch (Exception e)
        {
            _trouble = e.Message;
            CutBack();
            return false;
        }
        _offset += frame.Length;
        _trouble = null;
        return true;
    }

    // The next record is written over what was left anyway; this keeps the file right for a reader after a crash in between.
    private void CutBack()
    {
        try
        {
            _file!.Truncate(_offset);
        }
        catch (Exception e)
        {
            _trouble = e.Message;
        }
    }

    private bool Open()
    {
        try
        {
            _folder.Ensure();
            Identity ??= _folder.Identity();
            Begin(_folder.Segments().LastOrDefault() + 1);
            if (FirstSegment == 0) FirstSegment = _segment;
            return true;
        }
        catch (Exception e)
        {
            _trouble = e.Message;
            return false;
        }
    }

    private void Roll()
    {
        var full = _file!;
        try
        {
            Begin(_segment + 1);
        }
        catch (Exception e)
        {
            // A segment that is too long is better than a lost record: go on with it and try again later.
            _trouble = e.Message;
            _rollAt += 1 << 20;
            return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(Finish, full, preferLocal: false);
    }

    private void Begin(long segment)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        SegmentHeader.Write(header, Seed);
        var file = _files.Create(segment);
        try
        {
            file.Write(header, 0);
        }
        catch
        {
            file.Dispose();
            _folder.Delete(segment);
            throw;
        }
        (_file, _segment, _offset, _rollAt) = (file, segment, header.Length, _options.SegmentBytes);
    }

    private static void Finish(ISegmentFile file)
    {
        try
        {
            file.Sync();
        }
        catch (IOException)
        {
            // The records are with the kernel, which is all that was promised for them.
        }
        file.Dispose();
    }
}
