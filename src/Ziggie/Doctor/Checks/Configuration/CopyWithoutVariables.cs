using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>C301 for a native copy of a program that also runs in a container with the same port: what the container was given and the copy lacks.</summary>
internal sealed class CopyWithoutVariables : ICheck
{
    /// <summary>What images bring along; it says nothing of how a program is set up.</summary>
    private static readonly string[] s_ofImages = ["PATH", "HOME", "HOSTNAME", "TERM", "LANG", "container", "DEBIAN_FRONTEND", "LD_LIBRARY_PATH", "GPG_KEY", "PWD", "SHLVL", "TZ", "APP_UID"];
    private static readonly string[] s_startsOfImages = ["LC_", "PYTHON", "PIP_", "NODE_", "YARN_", "NPM_", "NVIDIA_", "CUDA_", "JAVA_", "DOTNET_", "ASPNETCORE_", "GOLANG_", "GO", "RUBY_", "GEM_", "UV_"];

    public string Name => "variables of containers";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        foreach (var container in (evidence.Containers?.Containers ?? []).Where(c => c is { IsRunning: true, Pid: not null }))
        {
            foreach (var port in container.Ports.Where(p => p.Protocol == "tcp").Select(p => p.HostPort).Distinct())
            {
                var copies = LocalServers.Of(evidence).Where(p => p.Environment is not null && Holds(evidence, p, port) && IsCopy(evidence, p, container)).ToList();
                if (copies.Count > 0 && Found(container, port, copies) is { } finding) yield return finding;
            }
        }
    }

    private static Finding? Found(Container container, int port, List<ProcessEvidence> copies)
    {
        var lacking = container.Environment.Names.Where(n => !IsOfImage(n) && copies.All(c => !c.Environment!.ContainsKey(n))).Order(StringComparer.Ordinal).ToList();
        if (lacking.Count == 0) return null;
        var first = copies[0];
        var without = first.Files.Environments.Count == 0 ? $" There is no .env in {first.WorkingDirectory}." : "";
        return new Finding(
            ConfigurationCodes.VariableNotTaken, $"process:{first.Pid}",
            $"{(copies.Count == 1 ? $"{Amounts.OneLine(first.Name, 40)} (process {first.Pid}) is a copy" : $"{copies.Count} copies of {Amounts.OneLine(first.Name, 40)} (processes {Amounts.Names([.. copies.Select(c => $"{c.Pid}")])})")} outside the container {container.Name}, at the same port {port}, without the container's {Amounts.Names(lacking)}: it works with defaults that are meant for the container.{without}",
            "Stop the copies where the container is meant to answer. Where a copy is meant to, give it these variables, with addresses that hold outside of the container.")
        {
            Evidence =
            [
                .. copies.Take(8).Select(c => $"tr '\\0' '\\n' < /proc/{c.Pid}/environ | cut -d= -f1 → without {Amounts.Names(lacking)}"),
                $"docker inspect -f '{{{{range .Config.Env}}}}{{{{println .}}}}{{{{end}}}}' {container.Name} | cut -d= -f1 → {Amounts.Names(lacking)}",
            ],
            Explains = [.. copies.Skip(1).Select(c => $"process:{c.Pid}")],
        };
    }

    private static bool Holds(Evidence evidence, ProcessEvidence process, int port) =>
        evidence.TcpPort(port)?.Listeners.Any(l => l.Protocol == IpProtocol.Tcp && l.Holders.Any(h => h.Pid == process.Pid && !h.IsPublisher)) == true;

    /// <summary>The same program, as far as its name or script tells.</summary>
    private static bool IsCopy(Evidence evidence, ProcessEvidence process, Container container)
    {
        if (evidence.Process(container.Pid!.Value) is not { } inside || inside.Pid == process.Pid) return false;
        if (Script(inside) is { } there && Script(process) is { } here) return there == here;
        return inside.Name == process.Name;
    }

    /// <summary>The name of the file that an interpreter was told to run.</summary>
    private static string? Script(ProcessEvidence process) =>
        process.Arguments.Skip(1).FirstOrDefault(a => !a.StartsWith('-') && Path.GetExtension(a).Length is > 1 and < 6) is { } script ? Path.GetFileName(script) : null;

    private static bool IsOfImage(string name) =>
        s_ofImages.Contains(name) || s_startsOfImages.Any(s => name.StartsWith(s, StringComparison.Ordinal)) || name.EndsWith("_VERSION", StringComparison.Ordinal) || name.EndsWith("_SHA256", StringComparison.Ordinal);
}
