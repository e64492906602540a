using System.CommandLine;

namespace Ziggie.Cli.Help;

/// <summary>A verb whose help has examples.</summary>
internal sealed class VerbCommand(string name, string purpose) : Command(name, purpose)
{
    /// <summary>Command lines, each with what it does after a <c>#</c>.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What is worth knowing beside the options.</summary>
    public string? Notes { get; init; }
}
