using System.Text;
using System.Text.Json;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Tells kinds of servers apart by what they answer.</summary>
internal static class ServerKinds
{
    /// <summary>Most telling first: several kinds answer to others' paths, to be taken for them.</summary>
    private static readonly string[] s_rank = ["/health", "/system_stats", "/props", "/", "/api/version"];

    /// <summary>Null where nothing answered.</summary>
    public static ServerIdentity? Tell(IReadOnlyList<HttpEvidence> answers)
    {
        var heard = answers.Where(a => a.Outcome == HttpOutcome.Answered && a.HostHeader is null).ToList();
        return heard.Count == 0 ? null : heard.OrderBy(Rank).Select(Known).OfType<ServerIdentity>().FirstOrDefault() ?? heard.Select(Page).OfType<ServerIdentity>().FirstOrDefault()
            ?? new ServerIdentity(ServerKind.Unknown, null, $"GET {heard[0].Path} → {heard[0].Status}");
    }

    private static ServerIdentity? Known(HttpEvidence answer)
    {
        var path = answer.Path.Split('?')[0];
        if (answer.Server is { } server && server.StartsWith("llama.cpp", StringComparison.OrdinalIgnoreCase)) return Is(ServerKind.LlamaServer, null);
        if (answer.Status != 200) return null;
        if (path == "/" && Text(answer).StartsWith("Ollama is running", StringComparison.Ordinal)) return Is(ServerKind.Ollama, null);
        if (Json(answer) is not { } json) return null;
        return path switch
        {
            "/health" when Word(json, "service") == "ziggie" => Is(ServerKind.Ziggie, Word(json, "version")),
            "/api/version" when Word(json, "version") is { } version => Is(ServerKind.Ollama, version),
            "/system_stats" when Has(json, "system") && Has(json, "devices") => Is(ServerKind.ComfyUi, null),
            "/props" when Has(json, "default_generation_settings") => Is(ServerKind.LlamaServer, Word(json, "build_info")),
            _ when path.EndsWith("/models", StringComparison.Ordinal) && json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array => Is(Owner(data), null),
            _ => null,
        };

        ServerIdentity Is(ServerKind kind, string? version) => new(kind, version, $"GET {answer.Path} → {answer.Status}{(version is null ? "" : $" {version}")}");
    }

    private static int Rank(HttpEvidence answer) => Array.IndexOf(s_rank, answer.Path) is >= 0 and var rank ? rank : s_rank.Length;

    private static ServerIdentity? Page(HttpEvidence answer) =>
        answer.ContentType == "text/html" ? new ServerIdentity(ServerKind.WebPage, null, $"GET {answer.Path} → {answer.Status} text/html") : null;

    private static ServerKind Owner(JsonElement models) => models.GetArrayLength() > 0 && models[0].ValueKind == JsonValueKind.Object ? Word(models[0], "owned_by") switch
    {
        "vllm" => ServerKind.Vllm,
        "llamacpp" => ServerKind.LlamaServer,
        "organization_owner" => ServerKind.LmStudio,
        _ => ServerKind.OpenAi,
    } : ServerKind.OpenAi;

    private static string Text(HttpEvidence answer) => Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 4096)));

    private static JsonElement? Json(HttpEvidence answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Has(JsonElement json, string name) => json.TryGetProperty(name, out _);

    private static string? Word(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
