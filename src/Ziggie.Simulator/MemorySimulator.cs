using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Simulator.Connections;
using Ziggie.Simulator.Http;

namespace Ziggie.Simulator;

/// <summary>A simulated model server inside the process that uses it: it has no port. Behind Ziggie's <c>demo</c> model.</summary>
public sealed class MemorySimulator : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly SimulatorState _state;
    private readonly MemoryListener _listener;

    private MemorySimulator(KestrelServer kestrel, SimulatorState state, MemoryListener listener) => (_kestrel, _state, _listener) = (kestrel, state, listener);

    /// <summary>Starts it. Throws <see cref="ArgumentException"/> for options that cannot be.</summary>
    public static async Task<MemorySimulator> StartAsync(SimulatorOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join(' ', options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));
        var listener = new MemoryListener();
        var state = new SimulatorState(options);
        var limits = new KestrelServerOptions { AddServerHeader = false };
        limits.Listen(listener.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        var kestrel = new KestrelServer(Microsoft.Extensions.Options.Options.Create(limits), listener, NullLoggerFactory.Instance);
        await kestrel.StartAsync(new SimulatorApplication(state), cancellation);
        return new MemorySimulator(kestrel, state, listener);
    }

    /// <summary>A new connection to it, which speaks HTTP/1.1.</summary>
    public ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancellation) => _listener.ConnectAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
        _state.Dispose();
    }
}
