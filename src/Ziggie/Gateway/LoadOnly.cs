using System.Buffers;
using Ziggie.Backends;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// Ollama's clients load and unload models by requests that ask for no answer. Ziggie's own engine is told; a backend of
/// another dialect has no such request and loads its models by itself, so Ziggie answers.
/// </summary>
internal static class LoadOnly
{
    /// <summary>Whether this was such a request, and it has been answered.</summary>
    public static async ValueTask<bool> AnswerAsync(Exchange exchange, IReply reply, Target target, Ledger ledger)
    {
        if (exchange.Door?.Format.Dialect != Dialect.Ollama || target.Backend.Settings.Dialect == Dialect.Ollama) return false;
        if (OllamaLoad.AskedBy(exchange.ReadRequest()) is not { } reason) return false;
        if (target.Backend.Engine is { } engine) await OrderAsync(engine, exchange, target, reason);
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

    /// <summary>Ziggie's own engine does as it is asked.</summary>
    private static async ValueTask OrderAsync(IEngine engine, Exchange exchange, Target target, FinishReason reason)
    {
        using var wait = exchange.BeginWait();
        try
        {
            if (reason == FinishReason.Unload) await engine.UnloadAsync(target.Model.Name, wait.Token);
            else await engine.LoadAsync(target.Model.Name, KeepAlive.Parse(exchange.ReadRequest().KeepAlive), wait.Token);
        }
        finally
        {
            exchange.EndWait();
        }
    }
}
