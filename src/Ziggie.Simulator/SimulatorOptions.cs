using Ziggie.Wire;

namespace Ziggie.Simulator;

/// <summary>What a simulated model server serves, how fast it answers, and what goes wrong. The defaults are those of <c>ziggie simulate</c>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens on 127.0.0.1; 0 takes a free port.</summary>
    public int Port { get; init; }

    public Dialect Dialect { get; init; } = Dialect.OpenAi;

    /// <summary>The models it answers to; any other name is an unknown model.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["demo"];

    /// <summary>The key that callers must send; null lets everyone in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Time to the first token.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between tokens.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Tokens of a reply; null lets it end by itself.</summary>
    public int? Tokens { get; init; } = 64;

    /// <summary>How long the first request to a model waits for it to load.</summary>
    public TimeSpan Load { get; init; }

    /// <summary>Requests answered at once, the rest waits; null is no limit.</summary>
    public int? Slots { get; init; }

    /// <summary>Length of an embedding where the request does not say.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Another seed gives other words, arguments and fault draws; the same seed the same.</summary>
    public long Seed { get; init; }

    public SimulatorScript Script { get; init; } = SimulatorScript.Empty;

    /// <summary>What goes wrong; of several, the first that applies to a request.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether prompts may steer the reply (<c>[[say:…]]</c>, <c>[[tool:…]]</c>, <c>[[fault:…]]</c>, …).</summary>
    public bool Directives { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Without any waiting: for tests.</summary>
    public static SimulatorOptions Instant { get; } = new() { First = TimeSpan.Zero, Gap = TimeSpan.Zero };

    /// <summary>The model behind Ziggie's <c>demo</c>: it says what it has to say, at a pace that can be read along, and takes no orders from prompts.</summary>
    public static SimulatorOptions Demo { get; } = new() { Tokens = null, Directives = false };

    /// <summary>Everything that is wrong with these options, each naming the option; empty when they can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (Port is < 0 or > 65535) yield return $"--port must be from 0 (any free port) to 65535, but is {Port}.";
        if (Models.Count == 0) yield return "--models must name at least one model.";
        if (Models.Any(string.IsNullOrWhiteSpace)) yield return "--models has an empty name.";
        if (First < TimeSpan.Zero) yield return "--first must not be negative.";
        if (Gap < TimeSpan.Zero) yield return "--gap must not be negative.";
        if (Load < TimeSpan.Zero) yield return "--load must not be negative.";
        if (Tokens is < 1 or > MostTokens) yield return $"--tokens must be from 1 to {MostTokens}, but is {Tokens}.";
        if (Slots is < 1) yield return $"--slots must be at least 1, but is {Slots}.";
        if (Dimensions is < 1 or > MostDimensions) yield return $"--dimensions must be from 1 to {MostDimensions}, but is {Dimensions}.";
    }

    internal const int MostTokens = 1_000_000;
    internal const int MostDimensions = 8192;
}
