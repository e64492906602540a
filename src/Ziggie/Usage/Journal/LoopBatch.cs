using Ziggie.Transport;

namespace Ziggie.Usage.Journal;

/// <summary>The frames of one loop's turn, written with one call at its end. Used by its loop alone.</summary>
internal sealed class LoopBatch(JournalWriter writer) : ITurnWork
{
    private const int FirstSize = 16 << 10;

    private readonly List<int> _sizes = [];
    private byte[] _frames = new byte[FirstSize];
    private int _length;

    /// <summary>Takes a sealed frame.</summary>
    public TurnEnd Add(ReadOnlySpan<byte> frame)
    {
        if (_frames.Length - _length < frame.Length) Array.Resize(ref _frames, Math.Max(_frames.Length * 2, _length + frame.Length));
        frame.CopyTo(_frames.AsSpan(_length));
        _length += frame.Length;
        _sizes.Add(frame.Length);
        if (_sizes.Count > 1) return TurnEnd.OfThisLoop();
        TurnEnd.TryAdd(this, out var end);
        return end;
    }

    public void Run()
    {
        writer.Append(_frames.AsSpan(0, _length), _sizes);
        _length = 0;
        _sizes.Clear();
        if (_frames.Length > FirstSize) _frames = new byte[FirstSize];
    }
}
