using System.Globalization;
using System.Net;
using Ziggie.Backends;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Listeners;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>C302: where Ollama listens, where it is looked for, and what OLLAMA_HOST has to do with it.</summary>
internal sealed class OllamaHostMisread : ICheck
{
    private const string PortVariable = "OLLAMA_PORT";

    public string Name => "OLLAMA_HOST";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var servers = LocalServers.Of(evidence).Where(LocalServers.IsOllama).ToList();
        foreach (var backend in evidence.Backends.Where(b => b.Settings.Type == BackendType.Ollama && b.Url is not null))
        {
            var found = backend.IsWell ? AnyAddress(backend) : Elsewhere(evidence, backend, servers) ?? AnyAddress(backend);
            if (found is not null) yield return found;
        }
        foreach (var server in servers) if (Misspelt(evidence, server) is { } found) yield return found;
        foreach (var variable in (string[])[OllamaHost.Variable, "OLLAMA_URL"]) if (Own(evidence, variable, servers) is { } found) yield return found;
    }

    /// <summary>An Ollama runs here, but not where this backend looks for it.</summary>
    private static Finding? Elsewhere(Evidence evidence, BackendEvidence backend, List<ProcessEvidence> servers)
    {
        if (!evidence.IsLocal(backend) || backend.Connections.Any(c => c.Outcome == ConnectionOutcome.Accepted)) return null;
        // One that another backend uses is where it should be.
        var free = servers.Where(s => !evidence.Backends.Any(b => b.IsWell && Ports(evidence, s).Contains(b.Port))).ToList();
        if (free is not [var server, ..] || LocalServers.Listeners(evidence, server) is not { Count: > 0 } listeners) return null;
        var where = string.Join(" and ", listeners.Select(l => Place(l.Address, l.Port)).Distinct().Take(3));
        var value = server.Environment?.GetValueOrDefault(OllamaHost.Variable);
        var read = OllamaHost.Read(value);
        var why = value is null
            ? server.Environment is null ? "Its variables may not be read by Ziggie's user." : $"Its environment has no {OllamaHost.Variable}, so it takes the usual place, 127.0.0.1:11434."
            : $"Its {OllamaHost.Variable} is \"{Amounts.OneLine(value, 80)}\", which Ollama reads as {read}{(read.Trouble is { } trouble ? $": {trouble}" : "")}.";
        return new Finding(
            ConfigurationCodes.OllamaHostMisread, backend.Target,
            $"Ollama runs (process {server.Pid}), but listens at {where}, not at {backend.Url!.Host}:{backend.Port}. {why}",
            $"Set {OllamaHost.Variable} of the server to {backend.Url.Host}:{backend.Port} and restart it, or set the backend's url to {Url(listeners[0])}{(evidence.Subjects.DeclaredAt.TryGetValue(backend.Settings.Name, out var at) ? $" ({at})" : "")}.")
        {
            Evidence =
            [
                $"ss -ltnp | grep pid={server.Pid}, → {where}",
                value is null ? $"tr '\\0' '\\n' < /proc/{server.Pid}/environ | grep ^{OllamaHost.Variable} → nothing" : $"tr '\\0' '\\n' < /proc/{server.Pid}/environ | grep ^{OllamaHost.Variable} → {OllamaHost.Variable}={Amounts.OneLine(value, 80)}",
                $"backend {backend.Settings.Name} → {backend.Url}",
            ],
        };
    }

    /// <summary>An address for servers, used to call one.</summary>
    private static Finding? AnyAddress(BackendEvidence backend)
    {
        if (!IPAddress.TryParse(backend.Url!.DnsSafeHost, out var address) || !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) return null;
        var better = new UriBuilder(backend.Url) { Host = address.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]" }.Uri.ToString().TrimEnd('/');
        return new Finding(
            ConfigurationCodes.OllamaHostMisread, backend.Target,
            $"The backend's address is {backend.Url.Host}, which tells a server to listen everywhere. To call, it means nothing: Linux takes it for this machine, other systems refuse it.", $"Write the address that is meant: {better}.")
        {
            Severity = backend.IsWell ? Severity.Hint : Severity.Problem,
            Evidence = [$"backend {backend.Settings.Name} → {backend.Url}"],
        };
    }

    /// <summary>A variable that Ollama does not know, set for it.</summary>
    private static Finding? Misspelt(Evidence evidence, ProcessEvidence server)
    {
        if (server.Environment is not { } variables || variables.ContainsKey(OllamaHost.Variable)) return null;
        var ports = Ports(evidence, server);
        var wrong = variables.Keys.FirstOrDefault(n => IsMisspelt(n)) ?? (variables.TryGetValue(PortVariable, out var port) && int.TryParse(port, CultureInfo.InvariantCulture, out var number) && !ports.Contains(number) ? PortVariable : null);
        if (wrong is null) return null;
        return new Finding(
            ConfigurationCodes.OllamaHostMisread, $"process:{server.Pid}",
            $"Ollama (process {server.Pid}) was given {wrong}, which it does not know; it listens at port {string.Join(", ", ports)} as if nothing had been said.", $"Set {OllamaHost.Variable}=HOST:PORT in place of {wrong}, and restart it.")
        {
            Severity = Severity.Warning,
            Evidence = [$"tr '\\0' '\\n' < /proc/{server.Pid}/environ | grep ^{wrong} → set", $"ss -ltnp | grep pid={server.Pid}, → port {string.Join(", ", ports)}"],
        };
    }

    /// <summary>Close to the right name, and no other that Ollama knows.</summary>
    private static bool IsMisspelt(string name) =>
        name != OllamaHost.Variable && name is not "OLLAMA_HOME" && (name.Equals(OllamaHost.Variable, StringComparison.OrdinalIgnoreCase) || name.Length >= 9 && Wire.Nearest.Distance(name, OllamaHost.Variable) <= 1);

    /// <summary>Ziggie looks for Ollama where its own variable says, while no backend is configured.</summary>
    private static Finding? Own(Evidence evidence, string variable, List<ProcessEvidence> servers)
    {
        if (!BackendDiscovery.Enabled(evidence.Subjects.Settings) || evidence.Subjects.Environment.GetValueOrDefault(variable) is not { Length: > 0 } value) return null;
        var read = OllamaHost.Read(value);
        var isUnread = BackendDiscovery.OllamaUrl(value) is null;
        var isElsewhere = servers.Count > 0 && read.Trouble is not null && !servers.Any(s => Ports(evidence, s).Contains(read.Port));
        if (!isUnread && !isElsewhere || evidence.Backends.Any(b => b.IsWell && b.Settings.Type == BackendType.Ollama)) return null;
        return new Finding(
            ConfigurationCodes.OllamaHostMisread, "machine",
            isUnread ? $"Ziggie's own {variable} is \"{Amounts.OneLine(value, 80)}\", which is no address; it is left aside." : $"Ziggie's own {variable} is \"{Amounts.OneLine(value, 80)}\", which leads to {read}: {read.Trouble}. No Ollama listens there.",
            $"Set it to where Ollama listens, e.g. {variable}=http://127.0.0.1:11434, and start Ziggie again.")
        {
            Severity = Severity.Warning,
            Evidence = [$"tr '\\0' '\\n' < /proc/{evidence.OwnPid}/environ | grep ^{variable} → {variable}={Amounts.OneLine(value, 80)}"],
        };
    }

    private static List<int> Ports(Evidence evidence, ProcessEvidence server) => [.. LocalServers.Listeners(evidence, server).Select(l => l.Port).Distinct()];

    private static string Place(IPAddress address, int port) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? $"port {port} of all addresses" : new IPEndPoint(address, port).ToString();

    private static string Url(Listener listener) => $"http://{(listener.IsAny ? "127.0.0.1" : new IPEndPoint(listener.Address, 0).ToString().Replace(":0", "", StringComparison.Ordinal))}:{listener.Port}";
}
