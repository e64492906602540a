using System.Text;

namespace Ziggie.Simulator;

/// <summary>A request that the simulator received. What is known at its arrival never changes; the rest is up to date whenever it is read.</summary>
public sealed class SimulatedRequest
{
    /// <summary>Kept of a body, in bytes.</summary>
    public const int KeptBody = 256 * 1024;

    private int _tokens;
    private int _ended;

    /// <summary>Counts from 1.</summary>
    public required long Number { get; init; }

    public required string Method { get; init; }

    /// <summary>With the query.</summary>
    public required string Path { get; init; }

    /// <summary>By name in any case; several values of a name are joined by ", ".</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required long BodyBytes { get; init; }

    /// <summary>The body's first <see cref="KeptBody"/> bytes.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The model asked for, where one was.</summary>
    public string? Model { get; internal set; }

    /// <summary>The fault that it met, as text.</summary>
    public string? Fault { get; internal set; }

    /// <summary>The answer's status; 0 where there was no answer.</summary>
    public int Status { get; internal set; }

    /// <summary>Tokens said to the caller so far.</summary>
    public int Tokens => Volatile.Read(ref _tokens);

    /// <summary>How long after its arrival the caller left; null where it stayed to the end.</summary>
    public TimeSpan? CancelledAfter { get; internal set; }

    /// <summary>Set when the simulator itself breaks the connection: the caller did not leave.</summary>
    internal bool BrokenByFault { get; set; }

    internal long StartedAt { get; init; }

    internal void Said(int tokens) => Volatile.Write(ref _tokens, tokens);

    /// <summary>True for the first of those who say that the request is over.</summary>
    internal bool End() => Interlocked.Exchange(ref _ended, 1) == 0;
}
