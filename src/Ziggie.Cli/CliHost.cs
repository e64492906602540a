namespace Ziggie.Cli;

/// <summary>What surrounds the command line: streams, environment, time. Tests give their own.</summary>
public sealed record CliHost
{
    public required TextReader In { get; init; }

    /// <summary>For data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>For messages.</summary>
    public required TextWriter Error { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
    public required string HomeDirectory { get; init; }
    public required string WorkingDirectory { get; init; }
    public bool InIsTerminal { get; init; }
    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;
    public TimeProvider Time { get; init; } = TimeProvider.System;
    internal Interrupts Interrupts { get; init; } = new();

    /// <summary>Whether to write colours: on a terminal that can, and only where nobody asked for none (no-color.org).</summary>
    public bool Colour => OutIsTerminal && Variable("NO_COLOR") is null && Variable("TERM") != "dumb";

    /// <summary>A variable's value; null where it is not set or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The real one.</summary>
    public static CliHost Real()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        return new CliHost
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            Environment = environment,
            HomeDirectory = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
            WorkingDirectory = System.Environment.CurrentDirectory,
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 120 : Math.Max(40, Console.WindowWidth),
        };
    }
}
