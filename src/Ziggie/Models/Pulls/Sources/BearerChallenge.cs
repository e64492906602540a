using System.Net.Http.Headers;
using System.Text.Json;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>Gets the token that a registry gives to everybody who asks where it says.</summary>
internal sealed class BearerChallenge(PullHttp http, Uri registry)
{
    private const int MaxBytes = 64 << 10;

    /// <summary>The token for what was refused; null where the registry wants something else.</summary>
    public async Task<string?> AnswerAsync(HttpResponseMessage refused, CancellationToken cancel)
    {
        var parameter = refused.Headers.WwwAuthenticate.FirstOrDefault(w => w.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))?.Parameter;
        if (parameter is null || Address(Read(parameter)) is not { } address) return null;
        using var response = await http.GetAsync(address, cancel, "application/json");
        if (!response.IsSuccessStatusCode) return null;
        try
        {
            using var document = JsonDocument.Parse(await http.ReadAsync(response, MaxBytes, cancel));
            return Token(document.RootElement, "token") ?? Token(document.RootElement, "access_token");
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Where the token is given; in clear only by a registry that itself is in clear.</summary>
    private Uri? Address(Dictionary<string, string> challenge)
    {
        if (!challenge.TryGetValue("realm", out var realm) || !Uri.TryCreate(registry, realm, out var at)) return null;
        if (at.Scheme != "https" && !(at.Scheme == "http" && registry.Scheme == "http")) return null;
        var query = string.Join('&', challenge.Where(c => c.Key is "service" or "scope").Select(c => $"{c.Key}={Uri.EscapeDataString(c.Value)}"));
        return new UriBuilder(at) { Query = string.Join('&', new[] { at.Query.TrimStart('?'), query }.Where(q => q.Length > 0)) }.Uri;
    }

    /// <summary>Reads <c>realm="…",service="…",scope="a,b"</c>.</summary>
    internal static Dictionary<string, string> Read(string parameter)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = parameter.AsSpan();
        while (read.Count < 16)
        {
            rest = rest.TrimStart(" ,\t");
            var equals = rest.IndexOf('=');
            if (equals <= 0) break;
            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..];
            var quoted = rest.Length > 0 && rest[0] == '"';
            if (quoted) rest = rest[1..];
            var end = quoted ? rest.IndexOf('"') : rest.IndexOf(',');
            if (end < 0) end = rest.Length;
            read[name] = rest[..end].Trim().ToString();
            rest = end < rest.Length ? rest[(end + 1)..] : [];
        }
        return read;
    }

    private static string? Token(JsonElement answer, string name)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var token = value.GetString();
        return token is { Length: > 0 and < 32_768 } && AuthenticationHeaderValue.TryParse($"Bearer {token}", out _) ? token : null;
    }
}
