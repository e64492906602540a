using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Models.Pulls.Running;

namespace Ziggie.Models.Pulls;

/// <summary>Tells a caller how a pull goes, line by line as Ollama does, or only how it ended.</summary>
internal static class PullReply
{
    /// <summary>Returns when the pull has ended well and that is told.</summary>
    /// <exception cref="PullException">It failed, which is not told yet.</exception>
    public static async Task TellAsync(HttpContext context, Pull pull, bool stream, CancellationToken cancel)
    {
        await foreach (var line in pull.WatchAsync(cancel))
        {
            if (stream && line.Error is null) await WriteAsync(context, line, cancel);
        }
        if (pull.Failure is { } failure) throw failure;
        if (stream) return;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync("{\"status\":\"success\"}"u8.ToArray(), cancel);
    }

    /// <summary>Tells in a stream that has begun that the pull failed.</summary>
    public static Task FailAsync(HttpContext context, PullException failure) => WriteAsync(context, new PullLine(null, Error: failure.Message), context.RequestAborted);

    private static async Task WriteAsync(HttpContext context, PullLine line, CancellationToken cancel)
    {
        if (!context.Response.HasStarted) context.Response.ContentType = "application/x-ndjson";
        await context.Response.BodyWriter.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, ModelsJson.Plain.PullLine), (byte)'\n'], cancel);
    }
}
