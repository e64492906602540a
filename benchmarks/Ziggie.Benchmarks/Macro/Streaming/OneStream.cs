using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>A stream as its client sees it. Keeps only what may be half of a mark.</summary>
internal sealed class OneStream(Socket socket) : IDisposable
{
    private const int MarkLength = 2 + StreamPlan.Digits + 1;
    private const int Longest = 48;

    private readonly byte[] _rest = new byte[Longest];
    private int _restLength;
    private bool _started;
    private bool _ending;

    public Socket Socket { get; } = socket;

    public int Chunks { get; private set; }

    /// <summary>The whole body has come, with the end that its API prescribes.</summary>
    public bool Finished { get; private set; }

    public string? Fault { get; private set; }

    /// <summary>Takes what has come.</summary>
    /// <param name="buffer">Shared by all streams of the thread.</param>
    public void Read(byte[] buffer, byte[] end, Delays delays)
    {
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = Socket.Receive(buffer.AsSpan(_restLength), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        var now = System.Diagnostics.Stopwatch.GetTimestamp();
        if (length == 0 || error != SocketError.Success)
        {
            if (!Finished) Fault = $"ended after {Chunks} chunks ({error})";
            return;
        }
        var seen = buffer.AsSpan(0, _restLength + length);
        if (!_started)
        {
            _started = true;
            if (!seen.StartsWith("HTTP/1.1 200"u8)) Fault = Encoding.UTF8.GetString(seen[..Math.Min(seen.Length, 600)]);
        }
        var at = Marks(seen, now, delays);
        _ending |= seen[at..].IndexOf(end) >= 0;
        Finished = _ending && seen.EndsWith("0\r\n\r\n"u8);
        var rest = seen[Math.Max(at, seen.Length - Longest)..];
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    public void Dispose() => Socket.Dispose();

    // Returns where the last whole mark ends.
    private int Marks(ReadOnlySpan<byte> seen, long now, Delays delays)
    {
        var at = 0;
        while (true)
        {
            var next = seen[at..].IndexOf(StreamPlan.Mark);
            if (next < 0 || at + next + MarkLength > seen.Length) return at;
            var digits = seen.Slice(at + next + StreamPlan.Mark.Length, StreamPlan.Digits);
            at += next + MarkLength;
            if (!Utf8Parser.TryParse(digits, out long sent, out var used) || used != StreamPlan.Digits) continue;
            Chunks++;
            delays.Add(now - sent);
        }
    }
}
