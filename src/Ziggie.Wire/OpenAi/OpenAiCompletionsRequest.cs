using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads and writes <c>/v1/completions</c>: a prompt that goes to the model as it is.</summary>
internal static class OpenAiCompletionsRequest
{
    private static readonly HashSet<string> Known =
    [
        .. OpenAiSamplingReader.Fields, "model", "prompt", "suffix", "echo", "stream", "stream_options", "logprobs", "user", "response_format",
        "keep_alive",
    ];

    public static ModelRequest Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = RequestJson.ParseObject(bytes);
        var body = document.RootElement;
        if (body.OptionalBool("echo") == true)
            throw new WireException("echo cannot be passed on to this backend; put the prompt before the answer yourself.", "echo", "unsupported_parameter");
        var extra = body.Others(Known);
        if (extra.TryGetValue("best_of", out var best) && best.ValueKind == JsonValueKind.Number && best.TryGetInt32(out var one) && one == 1) extra.Remove("best_of");
        var alternatives = body.OptionalInt("logprobs");
        return new ModelRequest
        {
            Source = Dialect.OpenAi,
            Operation = Operation.Completion,
            Raw = true,
            Model = body.OptionalString("model") ?? "",
            Stream = body.OptionalBool("stream") ?? false,
            IncludeUsage = OpenAiChatRequestReader.ReadIncludeUsage(body),
            Prompt = ReadPrompt(body),
            Suffix = body.OptionalString("suffix") is { Length: > 0 } suffix ? suffix : null,
            Sampling = OpenAiSamplingReader.Read(body) with { LogProbs = alternatives is null ? null : true, TopLogProbs = alternatives },
            Output = OpenAiOutputFormat.Read(body.OptionalObject("response_format"), "response_format"),
            KeepAlive = OpenAiChatRequestReader.ReadKeepAlive(body),
            EndUser = body.OptionalString("user"),
            Extra = extra,
        };
    }

    public static void Write(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped, bool isEngine = false)
    {
        if (request.Images.Count > 0) throw new WireException("images cannot go with a raw prompt to this backend; send a chat message with the pictures.", "images");
        if (request.Tools.Count > 0) throw new WireException("tools cannot go with a raw prompt; send a chat.", "tools");

        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteString("prompt", request.Prompt);
        json.WriteOptional("suffix", request.Suffix);
        OpenAiChatRequestWriter.WriteStream(json, request.Stream);
        OpenAiSamplingWriter.Write(json, request.Sampling, model, chat: false, dropped);
        if (request.Sampling.LogProbs == true) json.WriteNumber("logprobs", request.Sampling.TopLogProbs ?? 0);
        OpenAiOutputFormat.Write(json, request.Output);
        json.WriteOptional("user", request.EndUser);
        OpenAiChatRequestWriter.WriteKeepAlive(json, request, isEngine, dropped);
        // Both are the chat template's business, which a raw prompt goes past.
        if (request.Thinking is not null) dropped.Add("think");
        if (request.Messages.Count > 0) dropped.Add("system");
        OpenAiExtras.Write(json, request, dropped, isEngine);
        json.WriteEndObject();
    }

    private static string ReadPrompt(JsonElement body)
    {
        const string at = "prompt";
        if (body.Optional(at) is not { } prompt) return "";
        if (prompt.ValueKind != JsonValueKind.Array) return prompt.AsString(at);
        return prompt.GetArrayLength() == 1 && prompt[0].ValueKind == JsonValueKind.String
            ? prompt[0].AsString("prompt[0]")
            : throw new WireException("prompt must be a string or a list of one string here: send several prompts as requests of their own, and text instead of token ids.", at);
    }
}
