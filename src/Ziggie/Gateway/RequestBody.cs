using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Reads a request's body whole, within its bound.</summary>
internal static class RequestBody
{
    private const int FirstRead = 16 << 10;

    /// <summary>Throws <see cref="WireException"/> where it is too large, compressed or broken off. The buffer is the caller's to dispose.</summary>
    public static async ValueTask<PooledBuffer> ReadAsync(HttpContext context, long limit)
    {
        var request = context.Request;
        // The server drops a Content-Length beside a Transfer-Encoding and keeps it under this name; a proxy before it may have believed the other one.
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey("X-Content-Length"))
        {
            context.Response.Headers.Connection = "close";
            throw new WireException("The request has both Content-Length and Transfer-Encoding; send one of them.", "content-length", "ambiguous_length");
        }
        if (request.ContentLength > limit)
        {
            // The rest is then read and thrown away for a few seconds, so that a caller who sends before it reads gets to see the answer.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
            throw TooLarge(limit);
        }
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity") throw new WireException("Compressed bodies are not taken; send plain JSON.", "content-encoding");
        // What a caller announces is not believed before it is sent.
        var buffer = PooledBuffer.Rent((int)Math.Min(request.ContentLength ?? FirstRead, FirstRead));
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(context.RequestAborted);
                foreach (var piece in result.Buffer) buffer.Write(piece.Span);
                reader.AdvanceTo(result.Buffer.End);
                if (buffer.WrittenCount > limit) throw TooLarge(limit);
                if (result.IsCompleted) return buffer;
            }
        }
        catch (Exception e)
        {
            buffer.Dispose();
            if (e is BadHttpRequestException bad)
            {
                throw new WireException(new WireError(bad.StatusCode == 413 ? ErrorKind.TooLarge : ErrorKind.BadRequest, bad.StatusCode == 413 ? TooLarge(limit).Message : $"The body could not be read: {bad.Message}"));
            }
            throw;
        }
    }

    private static WireException TooLarge(long limit) => new(new WireError(ErrorKind.TooLarge, $"The body is larger than {limit >> 20} MB (limits.bodyBytes).", "body_too_large"));
}
