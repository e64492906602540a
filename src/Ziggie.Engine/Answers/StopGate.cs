using System.Buffers;
using System.Text;

namespace Ziggie.Engine.Answers;

/// <summary>Ends the text before the first stop string, also one that comes in several tokens; holds back only what may be the beginning of one.</summary>
internal sealed class StopGate(IReadOnlyList<string> stops)
{
    private readonly byte[][] _stops = [.. stops.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes)];
    private readonly ArrayBufferWriter<byte> _held = new();

    /// <summary>The stop string that was met.</summary>
    public string? Met { get; private set; }

    /// <returns>False once a stop string was met: what comes after is not part of the answer.</returns>
    public bool Take(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (Met is not null) return false;
        if (_stops.Length == 0)
        {
            output.Write(text);
            return true;
        }
        _held.Write(text);
        var held = _held.WrittenSpan;
        var (at, stop) = Find(held);
        if (stop is not null)
        {
            output.Write(held[..at]);
            Met = Encoding.UTF8.GetString(stop);
            _held.ResetWrittenCount();
            return false;
        }
        var keep = _stops.Max(s => Beginning(_held.WrittenSpan, s));
        output.Write(held[..^keep]);
        var rest = held[^keep..].ToArray();
        _held.ResetWrittenCount();
        _held.Write(rest);
        return true;
    }

    /// <summary>Nothing more comes: what was held back is text after all.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (Met is null) output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    private (int At, byte[]? Stop) Find(ReadOnlySpan<byte> text)
    {
        var first = (At: int.MaxValue, Stop: (byte[]?)null);
        foreach (var stop in _stops)
        {
            var at = text.IndexOf(stop);
            if (at >= 0 && at < first.At) first = (at, stop);
        }
        return first;
    }

    /// <summary>How many bytes at the end of the text begin the stop string.</summary>
    private static int Beginning(ReadOnlySpan<byte> text, ReadOnlySpan<byte> stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
            if (text.EndsWith(stop[..length])) return length;
        return 0;
    }
}
