using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N108, by phase: name, connection, head, body.</summary>
internal sealed class NoAnswerCheck : ICheck
{
    public string Name => "answers in time";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        Troubles.With(evidence, Trouble.NoNameAnswer, Trouble.NoConnection, Trouble.NoHead, Trouble.NoEnd).Select(b => Of(evidence, b, Troubles.Of(evidence, b)));

    private static Finding Of(Evidence evidence, BackendEvidence backend, Trouble trouble)
    {
        var (name, place) = (backend.Name!, $"{backend.Url!.Host}:{backend.Port}");
        List<string> lines = [.. trouble == Trouble.NoNameAnswer || !name.IsLiteral ? [Shown.Name(name)] : Array.Empty<string>(), .. backend.Connections.Select(Shown.Connection)];
        if (backend.List is { } list) lines.Add(Shown.Answer(backend, list));
        if (backend.Connections.Count > 0 && backend.Connections.All(c => evidence.IsHere(c.Address))) lines.Add(Shown.Listeners(evidence, backend.Port));
        var (layer, cause, fix) = trouble switch
        {
            Trouble.NoNameAnswer => (
                Layer.Name, $"Name: no name server said in time ({Shown.Seconds(name.Took)}) which address {name.Host} has. That says nothing of the server itself.",
                "Look at the name servers of this machine (/etc/resolv.conf, resolvectl status), or write the server's address in place of its name."),
            Trouble.NoConnection when backend.Connections.All(c => c.Outcome == ConnectionOutcome.Unreachable) => (
                Layer.Connection, $"Connection: there is no way from this machine to {place}: {backend.Connections[0].Error}.",
                "Look at the address, and at this machine's network and routes (ip route get ADDRESS)."),
            Trouble.NoConnection => (
                Layer.Connection, $"Connection: nobody takes or refuses a connection at {place}. {(backend.Connections.All(c => evidence.IsHere(c.Address)) ? "The server hangs and its queue is full, or a packet filter drops what comes." : "The machine is off or at another address, or a firewall drops what comes.")}",
                "Look whether the machine is on and its address is right, and at firewalls on it and between."),
            Trouble.NoHead => (
                Layer.Protocol, $"Answer: what listens at {place} takes the connection and says nothing in time. It hangs, or is so busy that it does not come to small requests.",
                "Look at the server's log and load; restart it if it hangs."),
            _ => (
                Layer.Protocol, $"Body: what listens at {place} begins to answer ({backend.List!.Status}) and does not come to an end in time.",
                "Look at the server's log and load, and at proxies between; restart it if it hangs."),
        };
        return new Finding(NetworkCodes.NoAnswer, backend.Target, cause, fix)
        {
            Layer = layer,
            // The control center, which waits longer, gets answers: slow, not dead.
            Severity = layer == Layer.Protocol && evidence.Subjects.Online.Contains(backend.Settings.Name) ? Severity.Warning : Severity.Problem,
            Evidence = lines,
        };
    }
}
