using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N104 where Ziggie itself is in a container.</summary>
internal sealed class ContainerLocalhostCheck : ICheck
{
    public string Name => "localhost in Ziggie's container";

    public IEnumerable<Finding> Look(Evidence evidence) => Troubles.With(evidence, Trouble.ContainerLocalhost).Select(b => Of(evidence, b));

    private static Finding Of(Evidence evidence, BackendEvidence backend)
    {
        var port = backend.Port;
        var cause = $"Ziggie runs in a container, where {backend.Url!.Host} is the container itself, and nobody else is in there at port {port}.";
        List<string> lines = [Shown.Line($"ls {evidence.Surroundings.Container}", "it is there: this is a container"), .. backend.Connections.Select(Shown.Connection), Shown.Listeners(evidence, port)];
        BackendSettings? better = null;
        if (Inside.Publisher(evidence, port) is var (container, published))
        {
            better = Declared.At(backend, container.Service ?? container.Name, published.ContainerPort);
            lines.Add(Shown.Line($"docker port {container.Name}", $"{published.ContainerPort}/tcp at {Shown.Host(published.HostAddress)}:{published.HostPort}"));
            cause += $" The container {container.Name} serves port {port} of the machine.";
        }
        var fix = better is not null
            ? $"Put both containers into one network. {Declared.Change(evidence, backend.Settings, better)}"
            : $"For a server on the machine write http://host.docker.internal:{port} (Docker on Linux: extra_hosts: [\"host.docker.internal:host-gateway\"]) and let it listen beyond 127.0.0.1; for one in another container write its service's name. Or run Ziggie's container with the machine's network.";
        return new Finding(NetworkCodes.ContainerLocalhost, backend.Target, cause, fix) { Evidence = lines, Better = better };
    }
}
