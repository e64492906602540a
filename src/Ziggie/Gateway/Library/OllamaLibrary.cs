using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>Pulls and deletes models at Ollama backends. A pull may take hours, but never goes silent: a backend that tells no progress for the load timeout has hung.</summary>
internal sealed class OllamaLibrary(TimeProvider time)
{
    private const int MaxLine = 1 << 20;
    private static readonly TimeSpan s_delete = TimeSpan.FromMinutes(1);

    /// <summary>Passes the progress on as it comes, or says only how it ended.</summary>
    public async Task PullAsync(HttpContext context, Backend backend, string model, LibraryRequest asked, CancellationToken cancel)
    {
        await RunAsync(backend, "POST", "/api/pull", asked.Write(model), backend.Settings.Timeouts.Load, async reply =>
        {
            var last = new LastLine();
            while (await reply.ReadAsync() is { IsEmpty: false } piece)
            {
                last.Add(piece.Span, backend);
                if (!asked.Stream) continue;
                if (!context.Response.HasStarted) context.Response.ContentType = "application/x-ndjson";
                await context.Response.BodyWriter.WriteAsync(piece, cancel);
            }
            last.End();
            if (asked.Stream) return;
            if (last.Error is { } error) throw new LibraryException(StatusCodes.Status500InternalServerError, error);
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(last.Bytes, cancel);
        }, cancel);
    }

    public Task DeleteAsync(Backend backend, string model, CancellationToken cancel) => RunAsync(
        backend, "DELETE", "/api/delete", JsonSerializer.SerializeToUtf8Bytes(new LibraryDelete(model), GatewayJson.Default.LibraryDelete), s_delete,
        async reply => await reply.ReadErrorAsync(), cancel);

    private async Task RunAsync(Backend backend, string method, string path, byte[] body, TimeSpan silence, Func<LibraryReply, Task> read, CancellationToken cancel)
    {
        UpstreamConnection? connection = null;
        LibraryReply? reply = null;
        try
        {
            connection = await backend.Pool.ConnectAsync(cancel);
            using var left = cancel.UnsafeRegister(static c => ((UpstreamConnection)c!).Abort(), connection);
            using (reply = new LibraryReply(connection, silence, time))
            {
                var status = await reply.SendAsync([.. backend.Heads.Of(method, path, body.Length), .. body]);
                if (status is >= 200 and <= 299) await read(reply);
                else throw new LibraryException(status is 401 or 403 ? 502 : status, Told(backend, status, await reply.ReadErrorAsync()));
            }
        }
        catch (UpstreamException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (UpstreamException e)
        {
            throw new LibraryException(502, reply is { Hung: true }
                ? $"Backend {backend.Name} said nothing for {silence.TotalMinutes:0.#} minutes."
                : $"Backend {backend.Name} failed: {BackendProber.Sentence(backend, e)}", e);
        }
        finally
        {
            connection?.Abort();
            connection?.Release();
        }
    }

    private static string Told(Backend backend, int status, byte[] body) => status is 401 or 403
        ? $"Backend {backend.Name} refused Ziggie's credentials ({status}). Check the backend's apiKey."
        : ErrorBodies.Read(Dialect.Ollama, status, body);

    /// <summary>The last whole line of a progress that may be long.</summary>
    private sealed class LastLine
    {
        private readonly List<byte> _open = [];

        public byte[] Bytes { get; private set; } = "{\"status\":\"success\"}\n"u8.ToArray();
        public string? Error { get; private set; }

        public void Add(ReadOnlySpan<byte> piece, Backend backend)
        {
            while (piece.IndexOf((byte)'\n') is >= 0 and var end)
            {
                _open.AddRange(piece[..end]);
                Take();
                piece = piece[(end + 1)..];
            }
            if (_open.Count + piece.Length > MaxLine) throw new LibraryException(502, $"Backend {backend.Name} sent a line of progress that is larger than 1 MiB.");
            _open.AddRange(piece);
        }

        /// <summary>What is left is a line too, also without its end.</summary>
        public void End() => Take();

        private void Take()
        {
            if (_open.Count == 0) return;
            Bytes = [.. _open];
            _open.Clear();
            if (Bytes.AsSpan().StartsWith("{\"error\""u8)) Error = ErrorBodies.Read(Dialect.Ollama, 500, Bytes);
        }
    }
}

/// <summary>Body of a delete.</summary>
internal sealed record LibraryDelete(string Model);
