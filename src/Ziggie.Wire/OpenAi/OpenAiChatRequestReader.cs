using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads a caller's <c>/v1/chat/completions</c>.</summary>
internal static class OpenAiChatRequestReader
{
    private static readonly HashSet<string> Known =
    [
        .. OpenAiSamplingReader.Fields, .. OpenAiThinking.Fields, "model", "messages", "stream", "stream_options", "tools", "tool_choice", "functions", "function_call",
        "parallel_tool_calls", "response_format", "logprobs", "top_logprobs", "user", "modalities", "keep_alive",
    ];

    public static ModelRequest Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = RequestJson.ParseObject(bytes);
        var body = document.RootElement;
        RefuseAudio(body);
        var extra = body.Others(Known);
        var choice = ReadToolChoice(body);
        return new ModelRequest
        {
            Source = Dialect.OpenAi,
            Operation = Operation.Chat,
            Model = body.OptionalString("model") ?? "",
            Stream = body.OptionalBool("stream") ?? false,
            IncludeUsage = ReadIncludeUsage(body),
            Messages = OpenAiMessages.Read(body),
            Sampling = OpenAiSamplingReader.Read(body) with
            {
                LogProbs = body.OptionalBool("logprobs"),
                TopLogProbs = body.OptionalInt("top_logprobs"),
            },
            Tools = choice.Narrow(ReadTools(body)),
            ToolChoice = choice.Choice,
            ParallelToolCalls = body.OptionalBool("parallel_tool_calls"),
            Output = OpenAiOutputFormat.Read(body.OptionalObject("response_format"), "response_format"),
            Thinking = OpenAiThinking.Read(body, extra),
            KeepAlive = ReadKeepAlive(body),
            EndUser = body.OptionalString("user"),
            Extra = extra,
        };
    }

    public static bool ReadIncludeUsage(JsonElement body) =>
        body.OptionalObject("stream_options")?.OptionalBool("include_usage", "stream_options") ?? false;

    private static IReadOnlyList<ToolDefinition> ReadTools(JsonElement body)
    {
        var tools = OpenAiTools.Read(body, flat: false);
        if (body.OptionalArray("functions") is not { } functions) return tools;
        return [.. tools, .. functions.EnumerateArray().Select((f, i) => OpenAiTools.ReadFunction(f.AsObject($"functions[{i}]"), $"functions[{i}]"))];
    }

    private static OpenAiToolChoice ReadToolChoice(JsonElement body)
    {
        const string legacy = "function_call";
        if (body.Optional(legacy) is not { } choice) return OpenAiTools.ReadChoice(body, flat: false);
        return new OpenAiToolChoice(choice.ValueKind == JsonValueKind.Object
            ? new ToolChoice(ToolChoiceMode.Named, choice.RequiredString("name", legacy))
            : new ToolChoice(OpenAiTools.ReadMode(choice.AsString(legacy), legacy)));
    }

    public static string? ReadKeepAlive(JsonElement body) => body.Optional("keep_alive") switch
    {
        { ValueKind: JsonValueKind.Number } seconds => seconds.GetRawText(),
        { } text => text.AsString("keep_alive"),
        null => null,
    };

    private static void RefuseAudio(JsonElement body)
    {
        if (body.StringOrList("modalities").Any(m => m != "text"))
            throw new WireException("modalities may only be [\"text\"] for this backend: it does not answer in sound.", "modalities", "unsupported_parameter");
    }
}
