using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Storage;
using Ziggie.Wire;

namespace Ziggie.Identity.Door;

/// <summary>Gives every failure a body: exceptions, and bare status codes of routing.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var headers = Kept(context.Response.Headers);
            context.Response.Clear();
            foreach (var (name, value) in headers) context.Response.Headers[name] = value;
            await ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), ErrorOf(e, context)).ConfigureAwait(false);
            return;
        }
        if (Bare(context) is { } error) await ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), error).ConfigureAwait(false);
    }

    private WireError ErrorOf(Exception e, HttpContext context)
    {
        switch (e)
        {
            case WireException wire:
                return wire.Error;
            case BadHttpRequestException { StatusCode: 413 }:
                return new WireError(ErrorKind.TooLarge, "The request's body is larger than allowed.");
            case BadHttpRequestException bad:
                return new WireError(ErrorKind.BadRequest, Explain(bad), Param: (bad.InnerException as JsonException)?.Path is { Length: > 2 } path ? path[2..] : null);
            case DatabaseUnavailableException:
                LogUnavailable(e.Message);
                return new WireError(ErrorKind.Overloaded, e.Message, "database_unavailable") { RetryAfter = TimeSpan.FromSeconds(5) };
            default:
                LogFault(e, context.Request.Method, context.Request.Path);
                return new WireError(ErrorKind.Internal, $"Something went wrong inside Ziggie; its log tells more under the request id {context.TraceIdentifier}.");
        }
    }

    // The serializer's own words name types of ours; what helps is where and what.
    private static string Explain(BadHttpRequestException bad)
    {
        if (bad.InnerException is not JsonException json) return bad.Message;
        var where = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        if (json.Message.Contains("could not be mapped", StringComparison.Ordinal)) return $"The body has a field that is not known here: {Quoted(json.Message)}{where}. Check its spelling.";
        // The reader's own complaint comes as the inner exception; without one a value did not fit its field.
        return json.InnerException is not JsonException && json.Path is { Length: > 2 } path ? $"The body's field '{path[2..]}' has a value of the wrong kind{where}." : $"The body is not valid JSON{where}.";
    }

    private static string Quoted(string message)
    {
        var start = message.IndexOf('\'', StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf('\'', start + 1);
        return end < 0 ? "" : message[start..(end + 1)];
    }

    private static WireError? Bare(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null || response.ContentLength is not null) return null;
        var path = context.Request.Path.Value;
        return response.StatusCode switch
        {
            400 => new WireError(ErrorKind.BadRequest, "The request could not be understood."),
            404 => new WireError(ErrorKind.NotFound, $"There is nothing at {path}."),
            405 => new WireError(ErrorKind.MethodNotAllowed, $"{path} does not take {context.Request.Method}{(response.Headers.Allow.ToString() is { Length: > 0 } allow ? $", but {allow}" : "")}."),
            413 => new WireError(ErrorKind.TooLarge, "The request's body is larger than allowed."),
            415 => new WireError(ErrorKind.BadRequest, "Send the body as JSON, with the header 'Content-Type: application/json'."),
            _ => null,
        };
    }

    // Clearing must not take away what the checks before have set.
    private static List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> Kept(IHeaderDictionary headers) =>
    [
        .. headers.Where(h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
            || h.Key is "Vary" or "X-Content-Type-Options" or "Referrer-Policy" or "Content-Security-Policy" or "X-Frame-Options"),
    ];

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFault(Exception e, string method, string path);

    [LoggerMessage(LogLevel.Warning, "A request could not be served: {Reason}")]
    private partial void LogUnavailable(string reason);
}
