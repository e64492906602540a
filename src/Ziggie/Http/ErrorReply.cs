using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Http;

/// <summary>The shape in which a caller expects errors.</summary>
public enum ErrorShape { OpenAi, Ollama, Anthropic, Problem }

/// <summary>Writes errors in the caller's shape.</summary>
public static class ErrorReply
{
    public static Task WriteAsync(HttpContext context, ErrorShape shape, WireError error)
    {
        if (RetryAfter(error) is { } seconds) context.Response.Headers.RetryAfter = seconds;
        return WriteAsync(context, error.Status, ContentType(shape), Body(shape, error));
    }

    /// <summary>Whole seconds for the header of that name, or null.</summary>
    public static string? RetryAfter(WireError error) =>
        error.RetryAfter is { } retry ? Math.Max(1, (long)Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null;

    public static string ContentType(ErrorShape shape) => shape == ErrorShape.Problem ? "application/problem+json" : "application/json";

    public static ReadOnlyMemory<byte> Body(ErrorShape shape, WireError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        if (shape == ErrorShape.Problem)
        {
            using var json = new Utf8JsonWriter(body);
            var errors = error.Param is { } param ? new Dictionary<string, string[]> { [param] = [error.Message] } : null;
            JsonSerializer.Serialize(json, new Problem(Title(error.Kind), error.Status, error.Message, error.Code ?? Code(error.Kind), errors), HttpJson.Default.Problem);
        }
        else
        {
            ErrorBodies.Write(shape switch { ErrorShape.Ollama => Dialect.Ollama, ErrorShape.Anthropic => Dialect.Anthropic, _ => Dialect.OpenAi }, error, body);
        }
        return body.WrittenMemory;
    }

    public static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        if (context.Response.HasStarted) return;
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (status == 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
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
