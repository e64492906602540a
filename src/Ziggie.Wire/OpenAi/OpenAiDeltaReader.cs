using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads what a choice says: a chunk's <c>delta</c>, a whole <c>message</c>, a completion's <c>text</c>.</summary>
internal sealed class OpenAiDeltaReader
{
    private readonly TextPieces _text = new();
    private readonly TextPieces _thinking = new();
    private readonly OpenAiToolCallReader _calls = new();

    public bool HasCalls => _calls.Any;

    public void Read(ReadOnlySpan<byte> said, bool whole, IReplySink sink)
    {
        if (said[0] == '"')
        {
            SayText(said, sink);
            return;
        }
        ReadOnlySpan<byte> content = default, thinking = default, refusal = default, calls = default, function = default;
        var reader = new Utf8JsonReader(said);
        reader.Read();
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("content"u8)) content = OpenAiJson.Value(ref reader, said);
            // Some servers say it under both names.
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8)) thinking = Fuller(thinking, OpenAiJson.Value(ref reader, said));
            else if (reader.ValueTextEquals("tool_calls"u8)) calls = OpenAiJson.Value(ref reader, said);
            else if (reader.ValueTextEquals("refusal"u8)) refusal = OpenAiJson.Value(ref reader, said);
            else if (reader.ValueTextEquals("function_call"u8)) function = OpenAiJson.Value(ref reader, said);
            else reader.Skip();
        }
        SayThinking(thinking, sink);
        if (content is [(byte)'[', ..]) ReadParts(content, sink);
        else SayText(content, sink);
        SayText(refusal, sink);
        if (calls is [(byte)'[', ..]) _calls.ReadList(calls, whole, sink);
        if (function is [(byte)'{', ..]) _calls.ReadFunction(function, sink);
    }

    /// <summary>Ends what is open: nothing more will be said.</summary>
    public void Finish(IReplySink sink)
    {
        if (_thinking.Flush() is { IsEmpty: false } thinking) sink.Thinking(thinking);
        if (_text.Flush() is { IsEmpty: false } text) sink.Text(text);
        _calls.Finish(sink);
    }

    /// <summary>Mistral's form: parts of type text and thinking, the latter with a list of texts inside.</summary>
    private void ReadParts(ReadOnlySpan<byte> list, IReplySink sink)
    {
        var reader = new Utf8JsonReader(list);
        var thinkingDepth = int.MaxValue;
        while (reader.Read())
        {
            if (reader.CurrentDepth <= thinkingDepth && reader.TokenType is JsonTokenType.EndObject) thinkingDepth = int.MaxValue;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("thinking"u8))
            {
                thinkingDepth = reader.CurrentDepth - 1;
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                var value = OpenAiJson.Value(ref reader, list);
                if (thinkingDepth == int.MaxValue) SayText(value, sink);
                else SayThinking(value, sink);
            }
        }
    }

    private void SayText(ReadOnlySpan<byte> value, IReplySink sink)
    {
        if (value is not [(byte)'"', .. var inside, (byte)'"'] || inside.IsEmpty) return;
        if (_thinking.Flush() is { IsEmpty: false } cut) sink.Thinking(cut);
        if (_text.Take(inside, inside.Contains((byte)'\\')) is { IsEmpty: false } text) sink.Text(text);
    }

    private void SayThinking(ReadOnlySpan<byte> value, IReplySink sink)
    {
        if (value is not [(byte)'"', .. var inside, (byte)'"'] || inside.IsEmpty) return;
        if (_thinking.Take(inside, inside.Contains((byte)'\\')) is { IsEmpty: false } text) sink.Thinking(text);
    }

    private static ReadOnlySpan<byte> Fuller(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => other.Length > one.Length && other[0] == '"' ? other : one;
}
