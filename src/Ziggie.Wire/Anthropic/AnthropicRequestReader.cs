using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Reads what a caller sends to <c>/v1/messages</c> and its token counting.</summary>
internal static class AnthropicRequestReader
{
    /// <summary><c>cache_control</c> is among them: it only says what to cache, and is no loss anywhere else.</summary>
    private static readonly HashSet<string> Known =
    [
        "model", "messages", "system", "max_tokens", "stream", "stop_sequences", "temperature", "top_p", "top_k", "tools", "tool_choice",
        "thinking", "metadata", "output_config", "output_format", "cache_control",
    ];

    public static ModelRequest Read(ReadOnlyMemory<byte> body, Operation operation)
    {
        using var document = RequestJson.ParseObject(body);
        var root = document.RootElement;
        var (choice, parallel) = AnthropicTools.ReadChoice(root);
        var (thinking, output, leftOver) = AnthropicOutput.Read(root);
        var extra = root.Others(Known);
        if (leftOver is { } config) extra["output_config"] = config;
        return new ModelRequest
        {
            Operation = operation,
            Source = Dialect.Anthropic,
            Model = root.OptionalString("model") ?? "",
            Stream = operation == Operation.Chat && (root.OptionalBool("stream") ?? false),
            IncludeUsage = true,
            Messages = ReadMessages(root),
            Sampling = ReadSampling(root, operation),
            Tools = AnthropicTools.Read(root),
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            Thinking = thinking,
            Output = output,
            EndUser = root.OptionalObject("metadata") is { } metadata ? metadata.OptionalString("user_id", "metadata") : null,
            Extra = extra,
        };
    }

    private static List<Message> ReadMessages(JsonElement root)
    {
        var messages = new List<Message>();
        if (root.Optional("system") is { } system) messages.Add(new Message(MessageRole.System, AnthropicBlockReader.ReadTexts(system, "system")));
        var list = root.RequiredArray("messages");
        if (list.GetArrayLength() == 0) throw new WireException("messages is empty; at least one message is needed.", "messages");
        var i = 0;
        foreach (var message in list.EnumerateArray())
        {
            var at = $"messages[{i++}]";
            var role = message.AsObject(at).RequiredString("role", at);
            var content = message.Required("content", at);
            switch (role)
            {
                case "user": AddUser(messages, AnthropicBlockReader.Read(content, $"{at}.content", assistant: false)); break;
                case "assistant": messages.Add(new Message(MessageRole.Assistant, AnthropicBlockReader.Read(content, $"{at}.content", assistant: true))); break;
                case "system": messages.Add(new Message(MessageRole.System, AnthropicBlockReader.ReadTexts(content, $"{at}.content"))); break;
                default: throw new WireException($"{at}.role must be user or assistant, but it is something else.", $"{at}.role");
            }
        }
        return messages;
    }

    /// <summary>Tool results are part of the user's turn here and turns of their own everywhere else.</summary>
    private static void AddUser(List<Message> messages, IReadOnlyList<MessagePart> parts)
    {
        var said = new List<MessagePart>();
        foreach (var part in parts)
        {
            if (part is not ToolResultPart)
            {
                said.Add(part);
                continue;
            }
            AddSaid();
            messages.Add(new Message(MessageRole.Tool, [part]));
        }
        if (said.Count > 0 || parts.Count == 0) AddSaid(evenEmpty: true);

        void AddSaid(bool evenEmpty = false)
        {
            if (said.Count > 0 || evenEmpty) messages.Add(new Message(MessageRole.User, [.. said]));
            said.Clear();
        }
    }

    private static SamplingOptions ReadSampling(JsonElement root, Operation operation)
    {
        var most = root.OptionalInt("max_tokens");
        if (operation == Operation.Chat && most is null) throw new WireException("max_tokens is missing; say how many tokens the answer may have at most.", "max_tokens");
        if (most < 1) throw new WireException("max_tokens must be at least 1.", "max_tokens");
        return new SamplingOptions
        {
            MaxTokens = most,
            Temperature = root.OptionalNumber("temperature"),
            TopP = root.OptionalNumber("top_p"),
            TopK = root.OptionalInt("top_k"),
            Stop = root.OptionalArray("stop_sequences") is null ? [] : root.StringOrList("stop_sequences"),
        };
    }
}
