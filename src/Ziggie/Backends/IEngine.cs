namespace Ziggie.Backends;

/// <summary>Ziggie's own engine for GGUF files, as backends see it.</summary>
public interface IEngine
{
    /// <summary>What it offers now; looking never starts or loads anything.</summary>
    EngineOffer Offer { get; }

    /// <summary>The offer is another one; on a background thread.</summary>
    event Action? Changed;

    /// <summary>Path of the Unix socket where its process answers, which is started where it does not run.</summary>
    /// <exception cref="Upstream.UpstreamException">It cannot be started; says why.</exception>
    ValueTask<string> SocketAsync(CancellationToken cancel);

    /// <summary>As <see cref="SocketAsync"/>, where nobody listens at the last one any more: its process has just ended, or is broken and is ended.</summary>
    /// <exception cref="Upstream.UpstreamException">It cannot be started again; says why.</exception>
    Task<string> NewSocketAsync(CancellationToken cancel);

    /// <summary>Loads a model now.</summary>
    /// <param name="keepAlive">How long it stays; null is its own.</param>
    /// <exception cref="Ziggie.Wire.WireException">It cannot be loaded.</exception>
    /// <exception cref="Upstream.UpstreamException">The engine cannot be started.</exception>
    Task LoadAsync(string model, TimeSpan? keepAlive, CancellationToken cancel);

    /// <summary>Unloads a model as soon as nobody uses it.</summary>
    Task UnloadAsync(string model, CancellationToken cancel);

    /// <summary>How many tokens a chat in OpenAI's format has, its template included.</summary>
    /// <exception cref="Ziggie.Wire.WireException">The model cannot be loaded, or does not take the chat.</exception>
    /// <exception cref="Upstream.UpstreamException">The engine cannot be started.</exception>
    Task<int> CountAsync(ReadOnlyMemory<byte> chat, CancellationToken cancel);
}

/// <summary>What the engine offers.</summary>
/// <param name="Models">Usable models on disk, those in memory marked.</param>
/// <param name="Slots">Requests that it serves at once.</param>
/// <param name="Version">llama.cpp's release.</param>
/// <param name="Reason">Why it cannot answer, where it cannot.</param>
public sealed record EngineOffer(IReadOnlyList<BackendModel> Models, int Slots, string? Version, BackendReason? Reason)
{
    public static EngineOffer None { get; } = new([], 1, null, null);
}
