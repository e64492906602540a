namespace Ziggie.Models.Pulls.Transfer;

/// <summary>A range of a file and how much of it has come.</summary>
internal sealed class Part(long start, long end, long done = 0)
{
    private long _done = done;

    public long Start => start;

    /// <summary>The first byte that is not its own.</summary>
    public long End => end;

    public long Done => Volatile.Read(ref _done);

    public long Left => end - start - Done;

    /// <summary>Where the next byte goes.</summary>
    public long Next => start + Done;

    public bool IsWhole => Left == 0;

    public void Add(int bytes) => Volatile.Write(ref _done, _done + bytes);

    /// <summary>A file in parts of this size.</summary>
    public static Part[] Split(long length, long size)
    {
        var parts = new Part[(length + size - 1) / size];
        for (var i = 0; i < parts.Length; i++) parts[i] = new Part(i * size, Math.Min(length, (i + 1) * size));
        return parts;
    }
}
