using System.Buffers;
using Microsoft.AspNetCore.Http;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>A backend did not pull or delete. Told with the status it gave, or in the stream that has begun.</summary>
internal sealed class LibraryException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public async Task TellAsync(HttpContext context)
    {
        var body = new ArrayBufferWriter<byte>(256);
        ErrorBodies.Write(Dialect.Ollama, new WireError(ErrorKind.Backend, Message), body);
        if (!context.Response.HasStarted)
        {
            await ErrorReply.WriteAsync(context, status, "application/json", body.WrittenMemory);
            return;
        }
        body.Write("\n"u8);
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
