using System.Buffers;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.ZiggieApi;

/// <summary>
/// Writes <c>{"id","model","backend","text","thinking"?,"finishReason","usage","timings"}</c>; streamed, events <c>{"type":"token","text"}</c> and
/// <c>{"type":"thinking","text"}</c>, then <c>{"type":"done", …all but the text}</c>.
/// </summary>
internal sealed class ZiggieGenerateWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private static readonly ChunkTemplate s_token = new("data: {\"type\":\"token\",\"text\":\"", "\"}\n\n");
    private static readonly ChunkTemplate s_thinking = new("data: {\"type\":\"thinking\",\"text\":\"", "\"}\n\n");

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _thought = new();
    private TokenUsage _usage = new();
    private FinishReason _finish;
    private long _firstAt;

    public override string ContentType => context.Stream ? "text/event-stream" : "application/json";

    public override void Start(string? id, string? model)
    {
    }

    public override void Text(ReadOnlySpan<byte> utf8) => Take(utf8, s_token, _text);

    public override void Thinking(ReadOnlySpan<byte> utf8) => Take(utf8, s_thinking, _thought);

    public override void ToolCall(int index, string id, string name)
    {
    }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8)
    {
    }

    public override void Finish(FinishReason reason, string? stopSequence) => _finish = reason;

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        output.Write("data: "u8);
        using (var json = JsonOutput.Create(output))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("code", error.Code ?? "failed");
            json.WriteString("message", error.Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write("\n\n"u8);
    }

    public override void Complete()
    {
        if (context.Stream) output.Write("data: "u8);
        using (var json = JsonOutput.Create(output)) WriteEnd(json);
        if (context.Stream) output.Write("\n\n"u8);
    }

    private void Take(ReadOnlySpan<byte> utf8, ChunkTemplate chunk, ArrayBufferWriter<byte> gathered)
    {
        if (_firstAt == 0) _firstAt = context.Time.GetTimestamp();
        if (context.Stream) chunk.Write(output, utf8);
        else gathered.Write(utf8);
    }

    private void WriteEnd(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (context.Stream) json.WriteString("type", "done");
        json.WriteString("id", context.Id);
        json.WriteString("model", context.Model);
        json.WriteOptional("backend", context.Backend);
        if (!context.Stream)
        {
            json.WriteString("text", Encoding.UTF8.GetString(_text.WrittenSpan));
            if (_thought.WrittenCount > 0) json.WriteString("thinking", Encoding.UTF8.GetString(_thought.WrittenSpan));
        }
        json.WriteString("finishReason", JsonNamingPolicy.SnakeCaseLower.ConvertName(_finish.ToString()));
        json.WriteStartObject("usage");
        json.WriteNumber("promptTokens", Math.Max(0, _usage.Prompt));
        json.WriteNumber("completionTokens", Math.Max(0, _usage.Completion));
        json.WriteNumber("cachedTokens", Math.Max(0, _usage.Cached));
        json.WriteEndObject();
        json.WriteStartObject("timings");
        if (_firstAt > 0) json.WriteNumber("firstTokenMs", Milliseconds(_firstAt));
        json.WriteNumber("totalMs", Milliseconds(context.Time.GetTimestamp()));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private double Milliseconds(long at) => Math.Round(context.Time.GetElapsedTime(context.StartedAt, at).TotalMilliseconds, 1);
}
