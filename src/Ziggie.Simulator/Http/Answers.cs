using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>A whole answer.</summary>
internal sealed record Page(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public static Page Json(Action<IBufferWriter<byte>> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return new Page(status, "application/json", buffer.WrittenMemory);
    }

    public static Page Error(Dialect dialect, WireError error, int? status = null) =>
        Json(buffer => ErrorBodies.Write(dialect, error, buffer), status ?? error.Status);
}

/// <summary>Sends whole answers.</summary>
internal static class Answers
{
    public static void Prepare(this HttpResponse response, Page page)
    {
        response.StatusCode = page.Status;
        response.ContentType = page.ContentType;
        response.ContentLength = page.Body.Length;
    }

    public static async Task SendAsync(this HttpResponse response, Page page)
    {
        response.Prepare(page);
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method)) await response.BodyWriter.WriteAsync(page.Body, response.HttpContext.RequestAborted);
    }

    public static Task SendErrorAsync(this HttpResponse response, Dialect dialect, WireError error, int? status = null)
    {
        if (error.RetryAfter is { } retry)
            response.Headers.RetryAfter = Math.Ceiling(retry.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return response.SendAsync(Page.Error(dialect, error, status));
    }
}
