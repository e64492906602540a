using Ziggie.Simulator.Faults;

namespace Ziggie.Simulator;

/// <summary>Something that goes wrong, and when. As text: <c>drop after=5 every=3</c>; <see cref="Parse"/> reads it.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>In the stream: after this many tokens. Null is the kind's own default.</summary>
    public int? After { get; init; }

    /// <summary>Only each Nth request.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Only with this probability, drawn by the seed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Only for the first N requests.</summary>
    public int? Times { get; init; }

    /// <summary>Also on lists of models, health and every other path, not only where a model would answer.</summary>
    public bool Everywhere { get; init; }

    /// <summary>How long it hangs or loads; null hangs until the caller leaves, and loads for a minute.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The answer's status, for <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Flapping: how long it is up, from the start on.</summary>
    public TimeSpan Up { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Flapping: how long it is then down.</summary>
    public TimeSpan Down { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads a fault as <c>--fault</c> takes it. Throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static Fault Parse(string text) => TryParse(text, out var fault, out var error) ? fault! : throw new FormatException(error);

    public static bool TryParse(string text, out Fault? fault, out string? error) => FaultText.TryParse(text, out fault, out error);

    /// <summary>The kinds, with a line on each: for help texts.</summary>
    public static IEnumerable<(string Name, string Meaning)> Known => FaultText.Known;

    public override string ToString() => FaultText.Format(this);
}

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The port refuses connections, and open ones are reset.</summary>
    Refuse,

    /// <summary>Up and refusing by turns.</summary>
    Flap,

    /// <summary>The connection is reset instead of an answer.</summary>
    Reset,

    /// <summary>No answer, not even headers.</summary>
    Hang,

    /// <summary>The stream stops without ending.</summary>
    Stall,

    /// <summary>The connection is reset in mid-stream.</summary>
    Drop,

    /// <summary>The connection is closed in mid-stream, before the body's end.</summary>
    DropFin,

    /// <summary>Bytes that are not HTTP.</summary>
    Garbage,

    /// <summary>A body of bytes that are not JSON, nor text.</summary>
    GarbageBody,

    /// <summary>One frame, or the body, is broken JSON.</summary>
    MalformedJson,

    /// <summary>A page for people, with status 200.</summary>
    Html,

    /// <summary>A proxy's page for people, with status 502.</summary>
    Html502,

    /// <summary>Every character of several bytes comes in two chunks; the reply is whole.</summary>
    SplitUtf8,

    /// <summary>The stream ends for good within a character.</summary>
    CutUtf8,

    /// <summary>The stream ends well, but without a finish.</summary>
    NoFinish,

    /// <summary>An error answer in the dialect's shape.</summary>
    Status,

    /// <summary>The first token waits as for a model that loads.</summary>
    SlowLoad,

    /// <summary>Every byte by itself.</summary>
    SlowBytes,

    /// <summary>A line that does not end.</summary>
    HugeLine,

    /// <summary>The stream reports an error.</summary>
    ErrorInStream,

    /// <summary>The stream says twice that it is finished.</summary>
    DoubleFinish,
}
