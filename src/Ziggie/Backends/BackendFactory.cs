using Microsoft.AspNetCore.Connections;
using Ziggie.Backends.Upstream;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>The <c>Via</c> header that marks what this process forwards, so that it knows its own requests when they come back.</summary>
public sealed record ViaName(string Value);

/// <summary>Opens connections to the simulator inside the process.</summary>
public interface IBuiltinSimulator
{
    ValueTask<ConnectionContext> ConnectAsync(CancellationToken cancel);
}

/// <summary>Makes run-time backends of declarations.</summary>
internal sealed class BackendFactory(ViaName via, IBuiltinSimulator simulator, IEngine engine, TimeProvider time)
{
    public Backend Create(BackendSettings settings, BackendSource source) => new(settings, source, Connector(settings), via.Value, time) { Engine = settings.Type == BackendType.Engine ? engine : null };

    private IUpstreamConnector Connector(BackendSettings settings) => settings.Type switch
    {
        BackendType.Engine => new EngineConnector(engine),
        BackendType.Simulator when settings.Url.Length == 0 => new MemoryConnector(simulator.ConnectAsync),
        _ => new SocketConnector(UpstreamAddress.Parse(settings.Url)),
    };
}
