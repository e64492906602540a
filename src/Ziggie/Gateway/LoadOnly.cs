using System.Buffers;
using Ziggie.Backends;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// Ollama's clients load and unload models by requests that ask for no answer. A backend of another dialect has no such request: it loads its
/// models by itself, so Ziggie answers.
/// </summary>
internal static class LoadOnly
{
    /// <summary>Whether this was such a request, and it has been answered.</summary>
    public static async ValueTask<bool> AnswerAsync(Exchange exchange, IReply reply, Target target, Ledger ledger)
    {
        if (exchange.Door?.Format.Dialect != Dialect.Ollama || target.Backend.Settings.Dialect == Dialect.Ollama) return false;
        if (OllamaLoad.AskedBy(exchange.ReadRequest()) is not { } reason) return false;
        using var written = PooledBuffer.Lazy();
        var (sink, writer) = reply.Translate(exchange, written);
        exchange.Meter.Begin(sink);
        ((IReplySink)exchange.Meter).Finish(reason, null);
        writer?.Complete();
        await ledger.RecordSuccess(exchange);
        reply.Start(exchange, 200, writer!.ContentType, exchange.Stream ? -1 : written.WrittenCount);
        reply.Output.Write(written.WrittenSpan);
        return true;
    }
}
