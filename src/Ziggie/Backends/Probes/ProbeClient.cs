using System.Buffers;
using Ziggie.Backends.Upstream;
using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>A backend answered a probe with an error.</summary>
internal sealed class ProbeStatusException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>Small GETs and POSTs to a backend, bounded in size; time is bounded by the caller's token.</summary>
internal sealed class ProbeClient(Backend backend)
{
    private const int MaxBody = 8 << 20;

    /// <summary>The body of a 200. Throws <see cref="ProbeStatusException"/> for another status and <see cref="UpstreamException"/> where there is no answer.</summary>
    public async Task<byte[]> GetAsync(string path, CancellationToken cancel)
    {
        var (status, body) = await SendAsync(backend.Heads.Get(path), cancel);
        return status == 200 ? body : throw new ProbeStatusException(status, ErrorBodies.Read(backend.Settings.Dialect, status, body));
    }

    /// <summary>As <see cref="GetAsync"/>, but null where the backend has no such path or does not want to say.</summary>
    public async Task<byte[]?> TryGetAsync(string path, CancellationToken cancel)
    {
        var (status, body) = await SendAsync(backend.Heads.Get(path), cancel);
        return status == 200 ? body : null;
    }

    /// <summary>Any status and the body.</summary>
    public Task<(int Status, byte[] Body)> PostAsync(string path, ReadOnlySpan<byte> body, CancellationToken cancel)
    {
        var request = new ArrayBufferWriter<byte>(512 + body.Length);
        backend.Heads.WritePost(request, path, body.Length);
        request.Write(body);
        return SendAsync(request.WrittenMemory, cancel);
    }

    private async Task<(int Status, byte[] Body)> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        var connection = await backend.Pool.ConnectAsync(cancel);
        using var abort = cancel.UnsafeRegister(static c => ((UpstreamConnection)c!).Abort(), connection);
        try
        {
            await connection.SendAsync(request);
            var head = await connection.ReadHeadAsync();
            var body = new MemoryStream();
            for (var piece = await connection.ReadAsync(); !piece.IsEmpty; piece = await connection.ReadAsync())
            {
                if (body.Length + piece.Length > MaxBody) throw new UpstreamException(UpstreamFailure.Garbage, "its answer is larger than 8 MiB");
                body.Write(piece.Span);
            }
            return (head.Status, body.ToArray());
        }
        catch (UpstreamException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        finally
        {
            connection.Abort();
            connection.Release();
        }
    }
}
