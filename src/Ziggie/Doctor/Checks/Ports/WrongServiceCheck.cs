using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Checks.Network;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>P204: (1) no HTTP, (2) redirects, (3) a key, (4) another kind of server or path, (5) errors.</summary>
internal sealed class WrongServiceCheck : ICheck
{
    public string Name => "kinds of servers";

    public IEnumerable<Finding> Look(Evidence evidence) => Troubles.With(evidence, Trouble.WrongService).Select(b => Of(evidence, b));

    private static Finding Of(Evidence evidence, BackendEvidence backend)
    {
        var said = OtherProtocol.Say(backend) ?? Redirects.Say(backend) ?? OtherKind.Say(backend);
        List<string> lines = [.. backend.Answers.Where(a => a == backend.List || said.Shown.Contains(a)).Select(a => Shown.Answer(backend, a))];
        if (backend.Wire is { } wire) lines.Add(Shown.Line($"printf 'GET / HTTP/1.1\\r\\nHost: {backend.Url!.Authority}\\r\\n\\r\\n' | timeout 2 nc {backend.Url.DnsSafeHost} {backend.Port}", wire.First.Length == 0 ? "nothing" : Shown.Text(wire.First)));
        if (backend.Connections.All(c => evidence.IsHere(c.Address))) lines.Add(Shown.Listeners(evidence, backend.Port));
        return new Finding(PortCodes.WrongService, backend.Target, said.Cause, said.Better is null ? said.Fix : $"{said.Fix} {Declared.Change(evidence, backend.Settings, said.Better)}".Trim())
        { Layer = said.Layer, Severity = said.Severity, Evidence = lines, Better = said.Better };
    }
}
