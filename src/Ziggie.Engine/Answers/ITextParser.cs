using Ziggie.Engine.Replies;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>Tells text, thoughts and tool calls apart in what a model says.</summary>
internal interface ITextParser
{
    /// <param name="utf8">The next whole characters.</param>
    void Text(ReadOnlySpan<byte> utf8, IReplySink sink);

    /// <summary>Nothing more comes.</summary>
    void End(IReplySink sink);
}

/// <summary>All is text: completions.</summary>
internal sealed class PlainText : ITextParser
{
    public void Text(ReadOnlySpan<byte> utf8, IReplySink sink) => sink.Text(utf8);

    public void End(IReplySink sink)
    {
    }
}

/// <summary>As the model's family speaks: chats.</summary>
internal sealed class FamilyText(ReplyParser parser) : ITextParser
{
    public void Text(ReadOnlySpan<byte> utf8, IReplySink sink) => parser.Text(utf8, sink);

    public void End(IReplySink sink) => parser.End(sink);
}
