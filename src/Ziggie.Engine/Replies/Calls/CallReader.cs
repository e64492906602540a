using System.Buffers;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>How far the reading of a call has come.</summary>
internal enum CallStep { More, Done, Malformed }

/// <summary>Reads one tool call as it comes. Made anew for each; it keeps its place, so that nothing is read twice.</summary>
internal abstract class CallReader
{
    /// <summary>Longest name or id.</summary>
    protected const int MostName = 256;

    private readonly ArrayBufferWriter<byte> _arguments = new();

    /// <summary>The tool's name, as soon as it is certain.</summary>
    public string? Name { get; protected set; }

    /// <summary>The call's own id, where the model gives it one.</summary>
    public string? Id { get; protected set; }

    /// <summary>The arguments' JSON, as far as it is known.</summary>
    public ReadOnlySpan<byte> Arguments => _arguments.WrittenSpan;

    /// <summary>How much of the text has been read; of a malformed call, up to where it went wrong.</summary>
    public int Read { get; protected set; }

    /// <param name="text">The call from its beginning, each time with more at the end.</param>
    /// <param name="ended">Nothing more comes.</param>
    public abstract CallStep Advance(ReadOnlySpan<byte> text, bool ended);

    protected void AddArguments(ReadOnlySpan<byte> json) => _arguments.Write(json);

    protected void SkipWhite(ReadOnlySpan<byte> text)
    {
        while (Read < text.Length && Bytes.IsWhite(text[Read])) Read++;
    }

    /// <summary>Goes past a literal that must stand here.</summary>
    protected CallStep Expect(ReadOnlySpan<byte> text, ReadOnlySpan<byte> literal)
    {
        var rest = text[Read..];
        if (rest.StartsWith(literal))
        {
            Read += literal.Length;
            return CallStep.Done;
        }
        return literal.StartsWith(rest) ? CallStep.More : CallStep.Malformed;
    }

    /// <summary>Takes a name up to a mark that follows it.</summary>
    protected CallStep Until(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, out string taken)
    {
        taken = "";
        var rest = text[Read..];
        var at = rest.IndexOf(mark);
        if (at < 0) return rest.Length > MostName + mark.Length ? CallStep.Malformed : CallStep.More;
        if (at > MostName) return CallStep.Malformed;
        taken = Bytes.Text(rest[..at]);
        Read += at + mark.Length;
        return CallStep.Done;
    }
}
