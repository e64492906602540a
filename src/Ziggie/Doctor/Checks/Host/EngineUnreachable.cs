using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Containers;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S506: a container engine that is meant to be there does not answer.</summary>
internal sealed class EngineUnreachable : ICheck
{
    private const string Variable = "DOCKER_HOST";

    public string Name => "container engine";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        if (evidence.Containers is not { Engine: null, Problem: { } problem }) yield break;
        List<string> reasons = [.. Reasons(evidence)];
        var isAsked = evidence.Subjects.Environment.GetValueOrDefault(Variable) is { Length: > 0 };
        if (problem.Trouble == EngineTrouble.NotInstalled && reasons.Count == 0) yield break;
        if (problem.Trouble == EngineTrouble.SocketMissing && reasons.Count == 0 && !isAsked) yield break;
        // Who chose an engine elsewhere, or does without, need not be told twice.
        var isNeeded = reasons.Count > 0;
        var isHint = !isNeeded && problem.Trouble is EngineTrouble.PermissionDenied or EngineTrouble.NotLocal;
        yield return new Finding(SystemCodes.EngineUnreachable, "machine", isNeeded ? $"{problem.Reason} It is meant to be here: {Amounts.Names(reasons, 3)}." : problem.Reason, Fix(problem))
        {
            Severity = isHint ? Severity.Hint : Severity.Warning,
            Evidence = [.. problem.Tried.Select(t => $"container engine at {t}"), .. reasons],
        };
    }

    /// <summary>What says that containers are in use here.</summary>
    private static IEnumerable<string> Reasons(Evidence evidence)
    {
        var published = evidence.Listeners.Listeners.Where(l => l.Holders.Any(h => h.IsPublisher)).ToList();
        if (published.Count > 0) yield return $"ports {Amounts.Names([.. published.Select(l => $"{l.Port}").Distinct()])} are published by {published[0].Holders.First(h => h.IsPublisher).Name}";
        foreach (var backend in evidence.Backends.Where(IsByContainerName)) yield return $"backend {backend.Settings.Name} is called by a container's name ({backend.Url!.Host})";
    }

    /// <summary>A single word that no resolver outside of a container network knows.</summary>
    private static bool IsByContainerName(BackendEvidence backend) =>
        backend.Name is { IsLiteral: false, Outcome: NameOutcome.NotFound } name && !name.Host.Contains('.', StringComparison.Ordinal);

    private static string Fix(EngineProblem problem) => problem.Trouble switch
    {
        EngineTrouble.PermissionDenied => "Add the user that Ziggie runs as to the socket's group, as the cause says, and start Ziggie again.",
        EngineTrouble.Hangs => "Read the engine's log (`journalctl -u docker -n 50`), and restart it: `sudo systemctl restart docker`.",
        EngineTrouble.BadAnswer => "See what answers there: `curl -s --unix-socket SOCKET http://x/version`. Restart the engine, or correct DOCKER_HOST.",
        EngineTrouble.NotLocal => "Set DOCKER_HOST for Ziggie to a socket of this machine (`unix:///var/run/docker.sock`), or leave it unset.",
        EngineTrouble.NotInstalled => "Install Docker or Podman, or point the backends to servers that are here.",
        _ => "Start the engine: `sudo systemctl start docker`, or `systemctl start podman.socket`.",
    };
}
