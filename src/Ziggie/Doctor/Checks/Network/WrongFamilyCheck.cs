using System.Net;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N106: a problem where no address of the name is served, a warning where a later one is.</summary>
internal sealed class WrongFamilyCheck : ICheck
{
    public string Name => "address families";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        Troubles.With(evidence, Trouble.WrongFamily).Select(b => OfNone(evidence, b))
            .Concat(evidence.Backends.Where(b => b.Open is { } open && b.Connections[0] != open && b.Connections[0].Address.AddressFamily != open.Address.AddressFamily).Select(b => OfLater(evidence, b)));

    private static Finding OfNone(Evidence evidence, BackendEvidence backend)
    {
        var listener = Troubles.OtherFamily(evidence, backend)!;
        var tried = backend.Connections.First(c => c.Outcome == ConnectionOutcome.Refused).Address;
        var served = tried.Equals(IPAddress.IPv6Loopback) ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        var better = Declared.At(backend, Shown.Host(served), backend.Port);
        var means = backend.Name!.IsLiteral ? "" : $" {backend.Name.Host} means {Shown.Host(tried)} on this machine.";
        return new Finding(
            NetworkCodes.WrongFamily, backend.Target, $"Nobody listens at {Shown.Host(tried)}:{backend.Port}; {Shown.Who(listener)} listens at {Shown.Host(served)}:{backend.Port}, the address of the other family.{means}",
            Declared.Change(evidence, backend.Settings, better))
        { Evidence = [Shown.Name(backend.Name), .. backend.Connections.Select(Shown.Connection), Shown.Listeners(evidence, backend.Port)], Better = better };
    }

    private static Finding OfLater(Evidence evidence, BackendEvidence backend)
    {
        var (first, open) = (backend.Connections[0], backend.Open!);
        var better = IPAddress.IsLoopback(open.Address) ? Declared.At(backend, Shown.Host(open.Address), backend.Port) : null;
        var waits = first.Outcome == ConnectionOutcome.TimedOut ? "waits for it in vain" : "is refused";
        return new Finding(
            NetworkCodes.WrongFamily, backend.Target,
            $"{backend.Name!.Host} means {Shown.Host(first.Address)} first, where nobody takes connections at port {backend.Port}; only {Shown.Host(open.Address)} is served. Ziggie goes on to that one; a program that does not {waits}.",
            better is null ? $"Let the server listen at {Shown.Host(first.Address)} too, or take that address from the name." : Declared.Change(evidence, backend.Settings, better))
        {
            Severity = Severity.Warning,
            Evidence = [Shown.Name(backend.Name), .. backend.Connections.Select(Shown.Connection)],
            Better = better,
        };
    }
}
