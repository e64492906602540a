using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads a caller's <c>/v1/responses</c>. What needs a server that remembers is refused: every request stands by itself here.</summary>
internal static class OpenAiResponsesRequestReader
{
    private static readonly HashSet<string> Known =
    [
        .. OpenAiSamplingReader.Fields, "model", "input", "instructions", "stream", "stream_options", "tools", "tool_choice",
        "parallel_tool_calls", "text", "reasoning", "store", "background", "previous_response_id", "conversation", "prompt", "user",
        "top_logprobs", "include",
    ];

    public static ModelRequest Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = RequestJson.ParseObject(bytes);
        var body = document.RootElement;
        RefuseMemory(body);
        var extra = body.Others(Known);
        if (body.OptionalBool("store") == true) extra["store"] = body.GetProperty("store").Clone();
        var text = body.OptionalObject("text");
        if (text?.Optional("verbosity") is { } verbosity) extra["verbosity"] = verbosity.Clone();
        var choice = OpenAiTools.ReadChoice(body, flat: true);
        var alternatives = body.OptionalInt("top_logprobs");
        var wantsLogProbs = alternatives > 0 || body.StringOrList("include").Contains("message.output_text.logprobs");
        return new ModelRequest
        {
            Source = Dialect.OpenAi,
            Operation = Operation.Chat,
            Model = body.OptionalString("model") ?? "",
            Stream = body.OptionalBool("stream") ?? false,
            IncludeUsage = true,
            Messages = OpenAiResponsesInput.Read(body),
            Sampling = OpenAiSamplingReader.Read(body) with { LogProbs = wantsLogProbs ? true : null, TopLogProbs = wantsLogProbs ? alternatives : null },
            Tools = choice.Narrow(OpenAiTools.Read(body, flat: true)),
            ToolChoice = choice.Choice,
            ParallelToolCalls = body.OptionalBool("parallel_tool_calls"),
            Output = OpenAiOutputFormat.Read(text?.OptionalObject("format", "text"), "text.format"),
            Thinking = ReadThinking(body),
            EndUser = body.OptionalString("user"),
            Extra = extra,
        };
    }

    private static Thinking? ReadThinking(JsonElement body) =>
        body.OptionalObject("reasoning")?.OptionalString("effort", "reasoning") is { } effort ? OpenAiNames.ReadEffort(effort, "reasoning.effort") : null;

    private static void RefuseMemory(JsonElement body)
    {
        Refuse("previous_response_id", "responses are not stored here; send the whole conversation as input.");
        Refuse("conversation", "conversations are not stored here; send the whole conversation as input.");
        Refuse("prompt", "prompts stored at OpenAI cannot be reached from here; send their text as instructions.");
        if (body.OptionalBool("background") == true)
            throw new WireException("background is not supported: responses are not stored here; stream the response instead.", "background", "unsupported_parameter");

        void Refuse(string name, string why)
        {
            if (body.Optional(name) is not null) throw new WireException($"{name} is not supported: {why}", name, "unsupported_parameter");
        }
    }
}
