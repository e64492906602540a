using System.Globalization;
using Ziggie.Backends;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N101.</summary>
internal sealed class RefusedCheck : ICheck
{
    /// <summary>Programs, by what their names or commands begin with or hold, and the type that speaks to them.</summary>
    private static readonly (string Word, BackendType Type)[] s_servers =
    [
        ("ollama", BackendType.Ollama), ("llama-server", BackendType.OpenAi), ("vllm", BackendType.OpenAi), ("lm-studio", BackendType.OpenAi), ("lmstudio", BackendType.OpenAi),
        ("llama_cpp.server", BackendType.OpenAi), ("sglang", BackendType.OpenAi), ("text-generation", BackendType.OpenAi), ("koboldcpp", BackendType.OpenAi), ("mlx_lm", BackendType.OpenAi),
    ];

    public string Name => "refused";

    public IEnumerable<Finding> Look(Evidence evidence) => Troubles.With(evidence, Trouble.Refused).Select(b => Of(evidence, b));

    private static Finding Of(Evidence evidence, BackendEvidence backend)
    {
        var here = backend.Connections.All(c => evidence.IsHere(c.Address));
        var place = $"{backend.Url!.Host}:{backend.Port}";
        List<string> lines = [.. backend.Connections.Select(Shown.Connection)];
        if (!here) return new Finding(NetworkCodes.Refused, backend.Target, $"Nobody listens at {place}: the machine refuses the connection.", "Start the server on that machine, let it listen beyond 127.0.0.1 there, or correct the port.") { Evidence = lines };
        lines.Add(Shown.Listeners(evidence, backend.Port));
        if (Ended(evidence, backend.Port) is { } ended)
        {
            lines.Add(Shown.Line($"docker ps -a --filter name={ended.Name}", $"{ended.Name} {ended.State.ToString().ToLowerInvariant()}{(ended.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $" ({code})") : "")}{At(ended)}"));
            return Make($"Nobody listens at {place}: the container {ended.Name}, which publishes this port, does not run ({State(ended)}).", $"Start it: docker start {ended.Name}. Why it ended is at the end of docker logs {ended.Name}.");
        }
        if (Elsewhere(evidence, backend.Port) is { } elsewhere)
        {
            return Make($"Nobody listens at {place}; {Shown.Who(elsewhere)} listens at {Shown.Host(elsewhere.Address)}:{elsewhere.Port} only.", "Let it listen at the backend's address, or give the backend that address.", Declared.At(backend, Shown.Host(elsewhere.Address), elsewhere.Port));
        }
        if (Alike(evidence, backend.Settings.Type, backend.Port) is { } alike)
        {
            lines.Add(Shown.Listeners(evidence, alike.Port));
            var host = alike.IsAny ? "127.0.0.1" : Shown.Host(alike.Address);
            return Make($"Nobody listens at {place}; {Shown.Who(alike)} listens at {host}:{alike.Port} and looks like the server that is meant.", $"If that is the server, give the backend its port.", Declared.At(backend, host, alike.Port));
        }
        return Make($"Nobody listens at {place}: the server is not started, has ended, or listens at another port.", "Start the server, or give the backend the port at which it listens.");

        Finding Make(string cause, string fix, BackendSettings? better = null) =>
            new(NetworkCodes.Refused, backend.Target, cause, better is null ? fix : $"{fix} {Declared.Change(evidence, backend.Settings, better)}") { Evidence = lines, Better = better };
    }

    private static Container? Ended(Evidence evidence, int port) => Inside.Published(evidence, port).Select(p => p.Container).Where(c => !c.IsRunning).OrderByDescending(c => c.FinishedAt).FirstOrDefault();

    private static string State(Container container) =>
        $"{container.State.ToString().ToLowerInvariant()}{(container.OutOfMemory ? ", ended by the kernel for want of memory" : container.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $", exit code {code}") : "")}{At(container)}";

    private static string At(Container container) => container.FinishedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" at {at:yyyy-MM-dd HH:mm} UTC") : "";

    /// <summary>The same port at another address of this machine.</summary>
    private static Listener? Elsewhere(Evidence evidence, int port) => evidence.TcpPort(port)?.Listeners.FirstOrDefault(l => !l.IsAny && !l.IsPublished);

    /// <summary>A server of this type at another port, its usual one first.</summary>
    private static Listener? Alike(Evidence evidence, BackendType type, int port)
    {
        var taken = evidence.Backends.Where(b => b.IsWell).Select(b => b.Port).ToHashSet();
        var usual = DiscoveryTargets.Local.Where(t => t.Type == type).Select(t => new Uri(t.Url).Port).ToHashSet();
        return evidence.Listeners.Listeners
            .Where(l => l.Protocol == IpProtocol.Tcp && l.Namespace == 0 && l.Port != port && !taken.Contains(l.Port) && l.Holders.Any(h => Looks(h, type)))
            .OrderByDescending(l => usual.Contains(l.Port)).ThenBy(l => Math.Abs(l.Port - port)).FirstOrDefault();
    }

    private static bool Looks(Holder holder, BackendType type) =>
        s_servers.Any(s => s.Type == type && (holder.Name.StartsWith(s.Word, StringComparison.OrdinalIgnoreCase) || holder.CommandLine.Contains(s.Word, StringComparison.OrdinalIgnoreCase) && !holder.CommandLine.Contains(" run ", StringComparison.Ordinal)));
}
