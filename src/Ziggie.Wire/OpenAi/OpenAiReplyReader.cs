using System.Text.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Reads a chat's or completion's reply, as a stream of chunks or whole. Only the first choice is passed on. Nothing is allocated per
/// chunk: values are found in one pass over the bytes, then said in the order a sink wants (thinking, text, tools, finish), whatever
/// order the server wrote them in.
/// </summary>
internal sealed class OpenAiReplyReader(bool stream) : ReplyReader
{
    private readonly OpenAiDeltaReader _delta = new();
    private bool _started;

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (data.Trim(" \r\n"u8).SequenceEqual("[DONE]"u8)) return;
        try
        {
            ReadFrame(data, sink);
        }
        catch (JsonException)
        {
            throw OpenAiJson.NotOpenAi();
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> data, IReplySink sink)
    {
        var usage = new TokenUsage();
        bool hasChoices = false, hasUsage = false, hasError = false;
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                Start(data, sink);
                hasChoices = true;
                ReadChoices(ref reader, data, sink);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                hasUsage |= OpenAiUsage.Read(ref reader, ref usage);
            }
            else if (reader.ValueTextEquals("timings"u8))
            {
                reader.Read();
                hasUsage |= OpenAiUsage.ReadTimings(ref reader, ref usage);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                hasError |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }
        if (reader.Read()) throw new JsonException();
        if (hasError || !hasChoices && !hasUsage) ReadFault(data, hasError, sink);
        if (hasUsage) sink.Usage(usage);
    }

    /// <summary>Id and model may stand behind the choices, but have to be said first.</summary>
    private void Start(ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (_started) return;
        _started = true;
        OpenAiJson.ReadHead(data, out var id, out var model);
        sink.Start(id, model);
    }

    private void ReadFault(ReadOnlySpan<byte> data, bool hasError, IReplySink sink)
    {
        if (BackendFault.TryRead(data, out var fault)) sink.Error(fault.ToError());
        else if (hasError) sink.Error(new BackendFault("The backend reported an error without saying which.").ToError());
        else if (!stream) throw OpenAiJson.NotOpenAi();
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, IReplySink sink)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            ReadChoice(ref reader, data, sink);
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, IReplySink sink)
    {
        var index = 0;
        ReadOnlySpan<byte> said = default, logProbs = default, reason = default, stop = default;
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("text"u8))
                said = OpenAiJson.Value(ref reader, data);
            else if (reader.ValueTextEquals("index"u8)) index = OpenAiJson.Int(ref reader, 0);
            else if (reader.ValueTextEquals("finish_reason"u8)) reason = OpenAiJson.PlainText(ref reader);
            else if (reader.ValueTextEquals("stop_reason"u8)) stop = OpenAiJson.Value(ref reader, data);
            else if (reader.ValueTextEquals("logprobs"u8)) logProbs = OpenAiJson.Value(ref reader, data);
            else reader.Skip();
        }
        if (index != 0) return;
        if (said is [(byte)'{' or (byte)'"', ..]) _delta.Read(said, whole: !stream, sink);
        if (logProbs is [(byte)'{', ..]) sink.LogProbs(OpenAiCompletionLogProbs.ToChat(logProbs));
        if (reason.IsEmpty && stream || Finished) return;
        Finished = true;
        Finish(reason, stop, sink);
    }

    private void Finish(ReadOnlySpan<byte> reason, ReadOnlySpan<byte> stop, IReplySink sink)
    {
        _delta.Finish(sink);
        if (reason.SequenceEqual("error"u8))
        {
            sink.Error(new WireError(ErrorKind.Backend, "The backend ended its reply with an error.", "backend_error"));
            return;
        }
        var read = reason switch
        {
            _ when reason.SequenceEqual("length"u8) => FinishReason.Length,
            _ when reason.SequenceEqual("content_filter"u8) => FinishReason.ContentFilter,
            _ when reason.SequenceEqual("tool_calls"u8) || reason.SequenceEqual("function_call"u8) => FinishReason.ToolCalls,
            // Some servers say "stop" after a tool call too.
            _ when _delta.HasCalls => FinishReason.ToolCalls,
            _ => FinishReason.Stop,
        };
        // vLLM names the text it stopped at; a number there is a token's id.
        if (read == FinishReason.Stop && stop is [(byte)'"', ..]) sink.Finish(FinishReason.StopSequence, OpenAiJson.Text(stop));
        else sink.Finish(read, null);
    }
}
