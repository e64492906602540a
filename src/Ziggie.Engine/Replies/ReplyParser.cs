using System.Security.Cryptography;
using Ziggie.Engine.Replies.Calls;
using Ziggie.Engine.Replies.Streams;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies;

/// <summary>Tells text, thoughts and tool calls apart in what a model says, however the text is cut into pieces. What is no well-formed call comes out as text.</summary>
public sealed class ReplyParser
{
    private readonly ReplyStream _stream;
    private readonly CallSink _calls;

    /// <param name="request">Whose tools may be called.</param>
    /// <param name="start">Where the prompt has left the model off.</param>
    /// <param name="isHeldToForm">A grammar keeps calls well-formed, so that arguments can be passed on as they come.</param>
    /// <param name="newId">Makes ids for calls that bring none.</param>
    public ReplyParser(ReplyFormat format, ModelRequest request, ReplyStart start, bool isHeldToForm, Func<string>? newId = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(request);
        var tools = request.Tools.Count > 0 && request.ToolChoice?.Mode != ToolChoiceMode.None ? new CallTools(request.Tools) : null;
        _calls = new CallSink(isHeldToForm, tools ?? new CallTools([]), newId ?? NewId);
        _stream = format.Shape switch
        {
            ReplyShape.Channels => new ChannelReply(tools, _calls, start),
            ReplyShape.Recipients => new RecipientReply(tools, _calls, start),
            _ when tools is null && format.Thinking is null && format.Dropped.Length == 0 => new PlainReply(),
            _ => new TaggedReply(format, tools, _calls, start),
        };
    }

    /// <summary>Whether tools have been called: the reply then ends for that reason.</summary>
    public bool HasCalls => _calls.Any;

    /// <param name="utf8">The next whole characters.</param>
    public void Text(ReadOnlySpan<byte> utf8, IReplySink sink) => _stream.Text(utf8, sink);

    /// <summary>Nothing more comes.</summary>
    public void End(IReplySink sink) => _stream.End(sink);

    private static string NewId() => $"call_{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
}
