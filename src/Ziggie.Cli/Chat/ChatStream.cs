using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Chat;

/// <summary>Asks and passes on the reply as it comes.</summary>
internal sealed class ChatStream(ApiClient client)
{
    // A model may have to be loaded first, and the request may wait in a queue before that.
    private static readonly TimeSpan s_head = TimeSpan.FromMinutes(30);

    /// <param name="onText">Gets each piece of the reply.</param>
    /// <param name="onThinking">Gets each piece of the model's thinking.</param>
    public async Task<ChatReply> AskAsync(string? model, IEnumerable<ChatTurn> turns, Action<string> onText, Action<string> onThinking, CancellationToken cancel)
    {
        var body = new JsonObject { ["messages"] = new JsonArray([.. turns.Select(t => t.ToJson())]), ["stream"] = true, ["stream_options"] = new JsonObject { ["include_usage"] = true } };
        if (model is not null) body["model"] = model;
        using var response = await client.OpenAsync(HttpMethod.Post, "/api/llm/chat", body, s_head, cancel);
        var reply = new Building { Model = Header(response, "x-ziggie-model"), Backend = Header(response, "x-ziggie-backend") };
        var events = new EventReader(await response.Content.ReadAsStreamAsync(cancel));
        try
        {
            while (await events.NextAsync(cancel) is { } data)
            {
                if (data.AsSpan().SequenceEqual("[DONE]"u8)) return reply.Finish();
                using var chunk = JsonDocument.Parse(data);
                reply.Take(chunk.RootElement, onText, onThinking);
            }
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Failure, $"{client.Url} sent something that is no JSON.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new CliException(ExitCode.Failure, $"The reply broke off: {e.Message}");
        }
        throw new CliException(ExitCode.Failure, "The reply broke off before its end.");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private sealed class Building
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _thinking = new();
        private string? _finish;
        private JsonNode? _usage;

        public string? Model { get; set; }
        public string? Backend { get; init; }

        public ChatReply Finish() => new(_text.ToString(), _thinking.ToString(), Model, Backend, _finish, _usage);

        public void Take(JsonElement chunk, Action<string> onText, Action<string> onThinking)
        {
            if (chunk.Find("error") is { } error) throw new CliException(ExitCode.Failure, error.ValueKind == JsonValueKind.String ? error.ToString() : error.Text("message"));
            if (chunk.Find("usage") is { } usage) _usage = JsonNode.Parse(usage.GetRawText());
            Model ??= chunk.Find("model")?.ToString();
            foreach (var choice in chunk.Items("choices"))
            {
                _finish = choice.Find("finish_reason")?.ToString() ?? _finish;
                if (choice.Find("delta") is not { } delta) continue;
                Add(_thinking, delta.Text("reasoning_content", "reasoning", "thinking"), onThinking);
                Add(_text, delta.Text("content"), onText);
            }
        }

        private static void Add(StringBuilder all, string piece, Action<string> tell)
        {
            if (piece.Length == 0) return;
            all.Append(piece);
            tell(piece);
        }
    }
}
