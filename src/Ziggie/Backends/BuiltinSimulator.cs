using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Ziggie.Simulator;

namespace Ziggie.Backends;

/// <summary>The simulator inside this process, started when something first asks for it.</summary>
internal sealed class BuiltinSimulator(TimeProvider time) : IBuiltinSimulator, IHostedService, IDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private MemorySimulator? _simulator;

    public async ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancel)
    {
        if (_simulator is null)
        {
            await _starting.WaitAsync(cancel);
            try
            {
                _simulator ??= await MemorySimulator.StartAsync(SimulatorOptions.Demo with { Time = time }, cancel);
            }
            finally
            {
                _starting.Release();
            }
        }
        return await _simulator.ConnectAsync(cancel);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_simulator is not null) await _simulator.DisposeAsync();
    }

    public void Dispose() => _starting.Dispose();
}
