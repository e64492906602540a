using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.ZiggieApi;

/// <summary>
/// Ziggie's own <c>/api/llm/generate</c>, for a page or a script that wants one text for one prompt:
/// <c>{"model"?,"prompt","system"?,"stream"?,"maxTokens"?,"temperature"?,"topP"?,"seed"?,"stop"?}</c>. No backend has it.
/// </summary>
internal sealed class ZiggieGenerateFormat : WireFormat
{
    public override string Name => "ziggie.generate";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/api/llm/generate";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var prompt = root.RequiredString("prompt");
        List<Message> messages = [];
        if (root.OptionalString("system") is { Length: > 0 } system) messages.Add(Message.Of(MessageRole.System, system));
        messages.Add(Message.Of(MessageRole.User, prompt));
        return new ModelRequest
        {
            Operation = Operation.Chat,
            Model = root.OptionalString("model") ?? "",
            Stream = root.OptionalBool("stream") ?? false,
            IncludeUsage = true,
            Messages = messages,
            Sampling = new SamplingOptions
            {
                MaxTokens = root.OptionalInt("maxTokens") ?? root.OptionalInt("max_tokens"),
                Temperature = root.OptionalNumber("temperature"),
                TopP = root.OptionalNumber("topP"),
                Seed = root.OptionalLong("seed"),
                Stop = root.StringOrList("stop"),
            },
        };
    }

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        throw new NotSupportedException("No backend speaks Ziggie's own format.");

    public override ReplyReader CreateReader(bool stream) => throw new NotSupportedException("No backend speaks Ziggie's own format.");

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => new ZiggieGenerateWriter(context, output);
}
