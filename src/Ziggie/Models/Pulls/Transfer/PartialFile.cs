using Microsoft.Win32.SafeHandles;
using Ziggie.Storage;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>
/// A file that is coming, in no one's view yet, with what has come of it written down beside it. It is locked while open, so that of
/// several processes one alone writes it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _folder;
    private readonly string _statePath;
    private readonly Lock _saving = new();
    private string? _source;
    private string? _mark;
    private long _partBytes;
    private int _generation;

    private PartialFile(SafeFileHandle handle, string path)
    {
        (_handle, Path, _statePath) = (handle, path, path + ".json");
        _folder = System.IO.Path.GetDirectoryName(path)!;
    }

    public string Path { get; }

    public Part[] Parts { get; private set; } = [];

    /// <summary>Grows each time that everything begins anew; what was read before then is void.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public long Length { get; private set; }

    public long Done => Parts.Sum(p => p.Done);

    /// <summary>How much there is from the beginning without a gap.</summary>
    public long Prefix
    {
        get
        {
            foreach (var part in Parts)
                if (!part.IsWhole) return part.Next;
            return Length;
        }
    }

    /// <summary>Null while somebody else has it open.</summary>
    public static PartialFile? TryOpen(string path)
    {
        try
        {
            var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
            PrivateFiles.Restrict(path);
            return new PartialFile(handle, path);
        }
        catch (IOException e) when (DataDirectoryLock.IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, System.IO.Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Takes up what came before, where it is of the same file.</summary>
    public bool Resume(string? source, long length, string? mark)
    {
        if (PartialState.Read(_statePath) is not { } state || state.Length != length || state.Source != source || state.Mark != mark) return false;
        if (RandomAccess.GetLength(_handle) != length) return false;
        (_source, _mark, _partBytes, Length) = (source, mark, state.PartBytes, length);
        Parts = Part.Split(length, state.PartBytes);
        for (var i = 0; i < Parts.Length; i++) Parts[i] = new Part(Parts[i].Start, Parts[i].End, state.Done[i]);
        return true;
    }

    /// <summary>What was written down, whatever it is of.</summary>
    public PartialState? Remembered() => PartialState.Read(_statePath);

    /// <summary>Begins anew.</summary>
    /// <param name="length">Null where nobody knows: then there is one part without an end.</param>
    public void Restart(string? source, long? length, string? mark, long partBytes)
    {
        // In this order, for whoever reads meanwhile: nothing has come, all before is void, and only then is it gone.
        Parts = length is { } parted ? Part.Split(parted, partBytes) : [new Part(0, long.MaxValue)];
        Interlocked.Increment(ref _generation);
        (_source, _mark, _partBytes, Length) = (source, mark, partBytes, length ?? 0);
        Try(() =>
        {
            RandomAccess.SetLength(_handle, 0);
            File.Delete(_statePath);
            if (length is not { } known) return;
            RandomAccess.SetLength(_handle, known);
            Save();
        });
    }

    /// <summary>The one part without an end has come whole.</summary>
    public void EndAt(long length)
    {
        Length = length;
        Parts = [new Part(0, length, length)];
    }

    public async ValueTask WriteAsync(Part part, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await RandomAccess.WriteAsync(_handle, bytes, part.Next, cancel);
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, _folder);
        }
        part.Add(bytes.Length);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> into, long at, CancellationToken cancel)
    {
        try
        {
            return await RandomAccess.ReadAsync(_handle, into, at, cancel);
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, _folder);
        }
    }

    /// <summary>To be read by others of this process; closing it leaves this open.</summary>
    public FileStream OpenRead() => new(new SafeFileHandle(_handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 0, isAsync: OperatingSystem.IsWindows());

    /// <summary>Writes down what has come. Only what is on the disk for good counts, so that a power cut does not leave gaps that nobody knows of.</summary>
    public void Save()
    {
        lock (_saving)
        {
            var done = Parts.Select(p => p.Done).ToArray();
            RandomAccess.FlushToDisk(_handle);
            new PartialState(_source, Length, _mark, _partBytes, done).Write(_statePath);
            PrivateFiles.Restrict(_statePath);
        }
    }

    /// <summary>Gives it its name, whole.</summary>
    public void MoveTo(string path) => Try(() =>
    {
        RandomAccess.FlushToDisk(_handle);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_handle, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Move(Path, path, overwrite: true);
        File.Delete(_statePath);
    });

    /// <summary>Throws away what has come.</summary>
    public void Discard() => Try(() =>
    {
        File.Delete(_statePath);
        File.Delete(Path);
    });

    public void Dispose() => _handle.Dispose();

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, _folder);
        }
    }
}
