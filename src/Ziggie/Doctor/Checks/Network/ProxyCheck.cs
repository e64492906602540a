using System.Net;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N107: in Ziggie's own variables, in those of local servers, and in those of containers.</summary>
internal sealed class ProxyCheck : ICheck
{
    private const int MostNamed = 5;

    public string Name => "proxy variables";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        if (Own(evidence) is { } own) yield return own;
        foreach (var process in evidence.Processes.Values.Where(p => p.Pid != evidence.OwnPid && p.Environment is not null && !IsContained(evidence, p.Pid)))
        {
            if (Captured(evidence, process.Environment!) is var (variables, captured, variable) && captured.Count > 0)
                yield return Of($"process:{process.Pid}", $"{process.Name} (process {process.Pid})", $"tr '\\0' '\\n' < /proc/{process.Pid}/environ | grep -i proxy", variables, variable, captured);
        }
        foreach (var container in (evidence.Containers?.Containers ?? []).Where(c => c.IsRunning))
        {
            var environment = container.Environment.Names.ToDictionary(n => n, n => container.Environment[n] ?? "");
            if (Captured(evidence, environment) is var (variables, captured, variable) && captured.Count > 0)
                yield return Of($"container:{container.Name}", $"the container {container.Name}", $"docker exec {container.Name} env | grep -i proxy", variables, variable, captured);
        }
    }

    private static Finding? Own(Evidence evidence)
    {
        var variables = new ProxyVariables(evidence.Subjects.Environment);
        var own = evidence.Subjects.Url;
        var wanted = evidence.Backends.Where(b => b.Url is not null && b.Connections.Count > 0 && b.Connections.All(c => evidence.IsHere(c.Address))).Select(b => b.Url!)
            .Append(new UriBuilder(own) { Host = own.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "127.0.0.1" : own.Host }.Uri)
            .DistinctBy(u => u.Authority);
        var captured = wanted.Select(u => (u.Authority, Variable: variables.Captures(u.Scheme, u.DnsSafeHost, u.Port))).Where(c => c.Variable is not null).ToList();
        if (captured.Count == 0) return null;
        var list = string.Join(", ", captured.Take(MostNamed).Select(c => c.Authority));
        var variable = captured[0].Variable!;
        return new Finding(
            NetworkCodes.ProxyCaptures, "machine",
            $"{variable} ({variables.Place(variable)}) is set where Ziggie runs, and {(variables.HasExceptions ? "NO_PROXY does not except" : "NO_PROXY is not set, so it takes")} {list}. Ziggie itself goes there directly; other programs with these variables ask the proxy.",
            Fix)
        { Evidence = [Shown.Line("env | grep -i proxy", $"{variable} is set; NO_PROXY {(variables.HasExceptions ? "lacks" : "is not set:")} {list}")] };
    }

    private static Finding Of(string target, string who, string command, ProxyVariables variables, string variable, List<AddressVariable> captured) => new(
        NetworkCodes.ProxyCaptures, target,
        $"{who} has {variable} ({variables.Place(variable)}) and is to call {string.Join(", ", captured.Take(MostNamed).Select(c => $"{c.Place} ({c.Name})"))}, which {(variables.HasExceptions ? "its NO_PROXY does not except" : "no NO_PROXY excepts")}: such calls go to the proxy.", Fix)
    { Evidence = [Shown.Line(command, $"{variable} is set; NO_PROXY {(variables.HasExceptions ? "lacks" : "is not set:")} {string.Join(", ", captured.Take(MostNamed).Select(c => c.Host).Distinct())}")] };

    private static (ProxyVariables, List<AddressVariable>, string)? Captured(Evidence evidence, IReadOnlyDictionary<string, string> environment)
    {
        var variables = new ProxyVariables(environment);
        var captured = AddressVariables.Of(environment).Where(a => a.Scheme is "http" or "https" && IsLocal(evidence, a.Host) && variables.Captures(a.Scheme, a.Host, a.Port) is not null).ToList();
        return captured.Count == 0 ? null : (variables, captured, variables.Captures(captured[0].Scheme, captured[0].Host, captured[0].Port)!);
    }

    private static bool IsLocal(Evidence evidence, string host) =>
        AddressVariables.IsLocalhost(host) || IPAddress.TryParse(host, out var address) && evidence.IsHere(address) || host is "host.docker.internal" or "host.containers.internal" || Inside.Named(evidence, host).Any();

    /// <summary>A container's processes have its variables, and it is named once.</summary>
    private static bool IsContained(Evidence evidence, int pid) =>
        evidence.Containers?.Containers.Any(c => c.Pid == pid) == true || evidence.Listeners.Listeners.SelectMany(l => l.Holders).Any(h => h.Pid == pid && h.Container is not null);

    private const string Fix = "Add these, and localhost,127.0.0.1,::1, to NO_PROXY and no_proxy where the variables are set: the service's unit, the compose file, ~/.docker/config.json or /etc/environment.";
}
