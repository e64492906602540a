using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Containers;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N102. A name server that does not answer is N108.</summary>
internal sealed class NameCheck : ICheck
{
    /// <summary>What engines call the machine inside containers.</summary>
    private static readonly string[] s_machine = ["host.docker.internal", "gateway.docker.internal", "host.containers.internal", "host.lima.internal"];

    public string Name => "names";

    public IEnumerable<Finding> Look(Evidence evidence) => Troubles.With(evidence, Trouble.NameNotFound).Select(b => Of(evidence, b));

    private static Finding Of(Evidence evidence, BackendEvidence backend)
    {
        var (host, port) = (backend.Name!.Host, backend.Port);
        List<string> lines = [Shown.Name(backend.Name)];
        if (s_machine.Contains(host, StringComparer.OrdinalIgnoreCase))
            return Make($"{host} is a name that exists only inside containers, for the machine itself. Ziggie runs on the machine, where that is 127.0.0.1.", "", Declared.At(backend, "127.0.0.1", port));
        if (Inside.Named(evidence, host).FirstOrDefault() is { } container) return OfContainer(container);
        if (!host.Contains('.', StringComparison.Ordinal))
            return Make(
                $"This machine knows no address for {host}. A name without a dot is mostly that of a container or of a service in a compose file, which exists only inside the container network.",
                $"If {host} is a container, publish its port {port} (ports: [\"127.0.0.1:{port}:{port}\"]) and write 127.0.0.1 in place of the name. Else correct the name, or add it to /etc/hosts.");
        return Make($"This machine knows no address for {host}{(backend.Name.Outcome == NameOutcome.Failed ? $": {backend.Name.Error}" : ": the name servers say that there is no such name")}.", "Correct the name, or write the address in its place.");

        Finding OfContainer(Container known)
        {
            var what = known.Service is { } service && service.Equals(host, StringComparison.OrdinalIgnoreCase) ? $"the service of the container {known.Name}" : $"the container {known.Name}";
            var networks = string.Join(", ", known.Networks.Select(n => n.Name));
            lines.Add(Shown.Line($"docker port {known.Name}", known.Ports.Count == 0 ? "nothing is published" : string.Join("; ", known.Ports.Select(p => $"{p.ContainerPort}/{p.Protocol} at {Shown.Host(p.HostAddress)}:{p.HostPort}"))));
            var cause = $"{host} is {what}: a name that only containers {(networks.Length > 0 ? $"of the network {networks} " : "")}know{(known.IsRunning ? "" : "; the container does not run either")}.";
            return known.Ports.FirstOrDefault(p => p.ContainerPort == port && p.Protocol == "tcp") is { } published
                ? Make(cause, $"From the machine it is reached at {Inside.HostOf(published)}:{published.HostPort}.", Declared.At(backend, Inside.HostOf(published), published.HostPort))
                : Make(cause, $"It does not publish its port {port}: publish it (ports: [\"127.0.0.1:{port}:{port}\"] in the compose file) and write http://127.0.0.1:{port}. Or run Ziggie in the same network.");
        }

        Finding Make(string cause, string fix, BackendSettings? better = null) =>
            new(NetworkCodes.NameNotFound, backend.Target, cause, better is null ? fix : $"{fix} {Declared.Change(evidence, backend.Settings, better)}".Trim()) { Evidence = lines, Better = better };
    }
}
