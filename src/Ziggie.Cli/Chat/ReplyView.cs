using Ziggie.Cli.Output;

namespace Ziggie.Cli.Chat;

/// <summary>Shows a reply while it comes; thinking only on a terminal, dimmed and before the answer.</summary>
internal sealed class ReplyView(CliHost host)
{
    private bool _thinking;
    private char _last = '\n';

    public void Text(string piece)
    {
        if (_thinking) Leave();
        Write(piece);
    }

    public void Thinking(string piece)
    {
        if (!host.OutIsTerminal) return;
        if (!_thinking && host.Colour) host.Out.Write("\e[2m");
        _thinking = true;
        Write(piece);
    }

    /// <summary>Ends the line, however the reply ended.</summary>
    public void End()
    {
        if (_thinking) Leave();
        if (_last != '\n') Write("\n");
    }

    private void Leave()
    {
        _thinking = false;
        if (host.Colour) host.Out.Write("\e[0m");
        Write(_last == '\n' ? "\n" : "\n\n");
    }

    private void Write(string piece)
    {
        // A model's words must not steer the terminal.
        var plain = host.OutIsTerminal ? Printer.Plain(piece) : piece;
        host.Out.Write(plain);
        host.Out.Flush();
        if (plain.Length > 0) _last = plain[^1];
    }
}
