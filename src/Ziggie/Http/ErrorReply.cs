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
        if (error.RetryAfter is { } retry) context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var body = new ArrayBufferWriter<byte>(256);
        if (shape == ErrorShape.Problem)
        {
            using var json = new Utf8JsonWriter(body);
            JsonSerializer.Serialize(json, new Problem(Title(error.Kind), error.Status, error.Message, error.Code ?? Code(error.Kind)), HttpJson.Default.Problem);
        }
        else
        {
            ErrorBodies.Write(shape switch { ErrorShape.Ollama => Dialect.Ollama, ErrorShape.Anthropic => Dialect.Anthropic, _ => Dialect.OpenAi }, error, body);
        }
        return WriteAsync(context, error.Status, shape == ErrorShape.Problem ? "application/problem+json" : "application/json", body.WrittenMemory);
    }

    public static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (status == 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private static string Title(ErrorKind kind) => kind switch
    {
        ErrorKind.BadRequest => "Bad request",
        ErrorKind.Unauthorized => "Not signed in",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.MethodNotAllowed => "Method not allowed",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.Misdirected => "Wrong host",
        ErrorKind.RateLimited => "Limit reached",
        ErrorKind.Backend => "Backend failed",
        ErrorKind.Overloaded => "Busy",
        ErrorKind.Timeout => "Timeout",
        ErrorKind.Loop => "Loop",
        _ => "Internal error",
    };

    private static string Code(ErrorKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
