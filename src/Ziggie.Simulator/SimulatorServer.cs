using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Simulator.Connections;
using Ziggie.Simulator.Faults;
using Ziggie.Simulator.Http;

namespace Ziggie.Simulator;

/// <summary>A simulated model server on a port of 127.0.0.1, until it is disposed. What goes wrong can be changed while it runs.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private const long LargestBody = 64 * 1024 * 1024;

    private readonly KestrelServer _kestrel;
    private readonly SimulatorState _state;
    private readonly PortFaults _port;
    private bool _disposed;

    private SimulatorServer(KestrelServer kestrel, SimulatorState state, RefusableListener listener, IReadOnlyList<string> paths)
    {
        _kestrel = kestrel;
        _state = state;
        _port = new PortFaults(listener, state.Options.Time);
        Port = ((IPEndPoint)listener.EndPoint).Port;
        Paths = paths;
        _port.Apply(state.Options.Faults);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its root: <c>http://127.0.0.1:PORT/</c>; OpenAI's API is below <c>v1</c>.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}/");

    /// <summary>What it serves, as "METHOD /path".</summary>
    public IReadOnlyList<string> Paths { get; }

    public SimulatorOptions Options => _state.Options;

    /// <summary>What goes wrong from now on; null for nothing.</summary>
    public Fault? Fault
    {
        get => Faults is [var first, ..] ? first : null;
        set => Faults = value is null ? [] : [value];
    }

    /// <summary>All that goes wrong from now on: of several, the first that applies to a request.</summary>
    public IReadOnlyList<Fault> Faults
    {
        get => _state.Faults.Faults;
        set
        {
            _state.Faults = new FaultPicker(value, _state.Options.Seed);
            _port.Apply(value);
        }
    }

    public SimulatorStats Stats => _state.Log.Stats;

    /// <summary>The last hundred requests, oldest first.</summary>
    public IReadOnlyList<SimulatedRequest> Requests => _state.Log.Last;

    /// <summary>Starts it. Throws <see cref="ArgumentException"/> for options that cannot be, <see cref="IOException"/> where the port is taken.</summary>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join(' ', options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));

        var listener = new RefusableListener();
        var state = new SimulatorState(options);
        var application = new SimulatorApplication(state);
        var kestrel = new KestrelServer(Microsoft.Extensions.Options.Options.Create(KestrelOptions(options.Port)), listener, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(application, cancellation);
            return new SimulatorServer(kestrel, state, listener, [.. application.Paths]);
        }
        catch (Exception e)
        {
            kestrel.Dispose();
            state.Dispose();
            if (e is SocketException taken) throw new IOException($"{taken.Message}.", taken);
            throw;
        }
    }

    /// <summary>The next request, in order, that its caller left before its end.</summary>
    public Task<SimulatedRequest> WaitForCancellationAsync(CancellationToken cancellation) => _state.Log.WaitForCancellationAsync(cancellation);

    /// <summary>The first request that fits, among the last hundred or as soon as it comes.</summary>
    public Task<SimulatedRequest> WaitForRequestAsync(Func<SimulatedRequest, bool> fits, CancellationToken cancellation) => _state.Log.WaitForRequestAsync(fits, cancellation);

    /// <summary>Returns once the numbers are so, e.g. <c>s => s.Active == 2</c>.</summary>
    public Task WaitUntilAsync(Func<SimulatorStats, bool> condition, CancellationToken cancellation) => _state.Log.WaitUntilAsync(condition, cancellation);

    /// <summary>Ends at once: open connections are reset.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _port.Dispose();
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
        _state.Dispose();
    }

    private static KestrelServerOptions KestrelOptions(int port)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        // Callers may read and send as slowly as they like: that, too, is tested.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        return kestrel;
    }
}
