using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Identity.Door;

/// <summary>Tells an error in the words of the API that the path belongs to.</summary>
public static class ErrorShape
{
    public static async Task WriteAsync(HttpContext context, WireError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var response = context.Response;
        if (response.HasStarted) return;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.Kind == ErrorKind.Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        var body = new ArrayBufferWriter<byte>(256);
        if (ModelPaths.DialectOf(context.Request) is { } dialect)
        {
            response.ContentType = "application/json";
            ErrorBodies.Write(dialect, error, body);
        }
        else
        {
            response.ContentType = "application/problem+json";
            using var json = new Utf8JsonWriter(body);
            var errors = error.Param is { } param ? new Dictionary<string, string[]> { [param] = [error.Message] } : null;
            JsonSerializer.Serialize(json, new Problem(Title(error.Kind), error.Status, error.Message, error.Code ?? Code(error.Kind), errors), HttpJson.Default.Problem);
        }
        response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Title(ErrorKind kind) => kind switch
    {
        ErrorKind.BadRequest => "Bad input",
        ErrorKind.Unauthorized => "Not signed in",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.MethodNotAllowed => "Not with this method",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.Misdirected => "Another server's name",
        ErrorKind.RateLimited => "Too many requests",
        ErrorKind.Backend => "Backend failed",
        ErrorKind.Overloaded => "Not available now",
        ErrorKind.Timeout => "Took too long",
        ErrorKind.Loop => "Loop",
        _ => "Fault in Ziggie",
    };

    private static string Code(ErrorKind kind) => kind switch
    {
        ErrorKind.BadRequest => "bad_input",
        ErrorKind.Unauthorized => "not_signed_in",
        ErrorKind.Forbidden => "forbidden",
        ErrorKind.NotFound => "not_found",
        ErrorKind.MethodNotAllowed => "method_not_allowed",
        ErrorKind.TooLarge => "too_large",
        ErrorKind.Misdirected => "misdirected",
        ErrorKind.RateLimited => "rate_limited",
        ErrorKind.Backend => "backend_failed",
        ErrorKind.Overloaded => "unavailable",
        ErrorKind.Timeout => "timeout",
        ErrorKind.Loop => "loop",
        _ => "internal",
    };
}
