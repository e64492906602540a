namespace Ziggie.Cli.Chat;

/// <summary>How a line ended.</summary>
internal enum LineEnd
{
    /// <summary>With Enter.</summary>
    Done,

    /// <summary>With Ctrl-C.</summary>
    Interrupted,

    /// <summary>With Ctrl-D on an empty line, or the end of the input.</summary>
    Closed,
}

/// <summary>Reads what a person types, line by line.</summary>
internal interface ILineReader
{
    (LineEnd End, string Text) Read(string prompt);
}

/// <summary>Chooses how to read: with editing on a terminal that can, plainly elsewhere.</summary>
internal static class LineReader
{
    public static ILineReader For(CliHost host) =>
        host is { InIsTerminal: true, OutIsTerminal: true } && ReferenceEquals(host.In, Console.In) && host.Variable("TERM") != "dumb" ? new LineEditor(host) : new PlainLineReader(host);
}

/// <summary>Without editing.</summary>
internal sealed class PlainLineReader(CliHost host) : ILineReader
{
    public (LineEnd End, string Text) Read(string prompt)
    {
        host.Error.Write(prompt);
        return host.In.ReadLine() is { } line ? (LineEnd.Done, line) : (LineEnd.Closed, "");
    }
}
