using Ziggie.Doctor.Codes;
using Ziggie.Settings;

namespace Ziggie.Doctor.Findings;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Something does not work.</summary>
    Problem,

    /// <summary>It works, but not as it should, or not for long.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Hint,
}

/// <summary>What the doctor says of one target.</summary>
/// <param name="Target">What it is about: <c>backend:NAME</c>, <c>port:tcp/N</c>, <c>process:PID</c>, <c>container:NAME</c>, <c>disk:PATH</c>, <c>file:PATH</c>, <c>alias:NAME</c>, <c>check:NAME</c> or <c>machine</c>.</param>
/// <param name="Cause">The reason, in one or two sentences about this very case.</param>
/// <param name="Fix">What a person would do about it.</param>
internal sealed record Finding(DoctorCode Code, string Target, string Cause, string Fix)
{
    /// <summary>As the code says, unless this case is milder.</summary>
    public Severity Severity { get; init; } = Code.Severity;

    public Layer Layer { get; init; } = Code.Layer;

    /// <summary>Lines that a person can repeat by hand: a command, an arrow, and what it showed.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>Other targets that are not well because of this.</summary>
    public IReadOnlyList<string> Explains { get; init; } = [];

    /// <summary>What follows from it and needs no mending of its own.</summary>
    public IReadOnlyList<Finding> Consequences { get; init; } = [];

    /// <summary>How the backend would have to be declared; null where that is not known or not the matter. Holds its key.</summary>
    public BackendSettings? Better { get; init; }

    /// <summary>Whether the doctor can do what <see cref="Fix"/> says.</summary>
    public bool CanFix { get; init; }
}
