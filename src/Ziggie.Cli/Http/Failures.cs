using System.Net;
using System.Text;
using System.Text.Json;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Http;

/// <summary>Turns refusals and broken connections into messages and exit codes.</summary>
internal static class Failures
{
    private const int MaxBody = 64 << 10;

    public static CliException Of(HttpRequestException e, Connection connection) => e.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => new CliException(ExitCode.NotReachable, $"No safe connection to {connection}: {e.InnerException?.Message ?? e.Message}"),
        HttpRequestError.NameResolutionError => new CliException(ExitCode.NotReachable, $"The host name in {connection} is not known. Check --url or ZIGGIE_URL."),
        HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError =>
            new CliException(ExitCode.NotReachable, $"What listens at {connection} does not answer as Ziggie does. Name the right address with --url."),
        _ => new CliException(ExitCode.NotReachable, $"Ziggie is not reachable at {connection} ({Reason(e)}). Start it with: ziggie up. Running elsewhere? Name it with --url or ZIGGIE_URL."),
    };

    /// <summary>What the control center's refusal says: title, detail, and what is wrong with each field.</summary>
    public static async Task<CliException> OfAsync(HttpResponseMessage response, Connection connection, CancellationToken cancel)
    {
        var text = new StringBuilder();
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBody, cancel);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
            Describe(document.RootElement, text);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or InvalidOperationException)
        {
        }
        if (text.Length == 0) text.Append(connection).Append(" answered ").Append((int)response.StatusCode).Append(' ').Append(response.ReasonPhrase).Append('.');
        if (response.Headers.RetryAfter?.Delta is { } wait) text.Append($" Try again in {wait.TotalSeconds:0} s.");
        if (response.StatusCode == HttpStatusCode.Unauthorized) text.Append('\n').Append(Keyless(connection));
        return new CliException(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ExitCode.NotAllowed : ExitCode.Failure, text.ToString());
    }

    private static void Describe(JsonElement body, StringBuilder text)
    {
        if (body.ValueKind != JsonValueKind.Object) return;
        if (body.TryGetProperty("error", out var error))
        {
            text.Append(error.ValueKind == JsonValueKind.String ? error.GetString() : error.Text("message"));
            return;
        }
        text.Append(string.Join(": ", new[] { body.Text("title"), body.Text("detail") }.Where(t => t.Length > 0)));
        if (!body.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return;
        foreach (var field in errors.EnumerateObject())
            foreach (var message in field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().Select(m => m.ToString()) : [field.Value.ToString()])
                if (message != body.Text("detail")) text.Append("\n  ").Append(field.Name).Append(": ").Append(message);
    }

    private static string Keyless(Connection connection) => connection.Key is null
        ? $"No key was sent: give one with --key or ZIGGIE_KEY, or run this as the user who runs the control center ({Path.Join(connection.Data, "cli.key")})."
        : "Check the key in --key or ZIGGIE_KEY.";

    private static string Reason(HttpRequestException e) => e.InnerException switch
    {
        System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused } => "nothing listens there",
        OperationCanceledException or TimeoutException => "no connection within 5 s",
        { } inner => inner.Message,
        null => e.Message,
    };
}
