using System.Net;
using System.Net.Sockets;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>How far the way to a backend goes: what fails first.</summary>
internal enum Trouble { None, NameNotFound, NoNameAnswer, NoConnection, WrongFamily, ContainerLocalhost, Dropped, Refused, NoHead, NoEnd, WrongService }

/// <summary>Finds the one thing that fails first, so that each backend has one such finding.</summary>
internal static class Troubles
{
    public static IEnumerable<BackendEvidence> With(Evidence evidence, params Trouble[] troubles) => evidence.Backends.Where(b => troubles.Contains(Of(evidence, b)));

    public static Trouble Of(Evidence evidence, BackendEvidence backend)
    {
        if (backend.Url is null || backend.IsWell || backend.Name is not { } name) return Trouble.None;
        if (name.Outcome == NameOutcome.TimedOut) return Trouble.NoNameAnswer;
        if (name.Outcome != NameOutcome.Found || name.Addresses.Count == 0) return Trouble.NameNotFound;
        return backend.Open is null ? Closed(evidence, backend) : Answered(backend);
    }

    /// <summary>A listener of the family that the backend's address is not of, where a loopback address is meant.</summary>
    public static Listener? OtherFamily(Evidence evidence, BackendEvidence backend)
    {
        var tried = backend.Connections.Where(c => c.Outcome == ConnectionOutcome.Refused).Select(c => c.Address).ToList();
        if (tried.Count == 0 || !tried.TrueForAll(IPAddress.IsLoopback)) return null;
        var other = tried.TrueForAll(a => a.AddressFamily == AddressFamily.InterNetworkV6) ? IPAddress.Loopback : tried.TrueForAll(a => a.AddressFamily == AddressFamily.InterNetwork) ? IPAddress.IPv6Loopback : null;
        return other is null ? null : evidence.TcpPort(backend.Port)?.Answers.FirstOrDefault(a => a.To == Shown.Host(other))?.By is [var first, ..] ? first : null;
    }

    public static bool MeansLocalhost(BackendEvidence backend) => backend.Name is { Addresses: { Count: > 0 } addresses } && addresses.All(IPAddress.IsLoopback);

    private static Trouble Closed(Evidence evidence, BackendEvidence backend)
    {
        // One that is not answered outweighs one that is refused: a name's addresses are mostly one machine's.
        if (backend.Connections.Any(c => c.Outcome == ConnectionOutcome.TimedOut) || backend.Connections.All(c => c.Outcome == ConnectionOutcome.Unreachable)) return Trouble.NoConnection;
        if (OtherFamily(evidence, backend) is not null) return Trouble.WrongFamily;
        if (MeansLocalhost(backend) && evidence.Surroundings.Container is not null) return Trouble.ContainerLocalhost;
        // Packet rules lead into the container, and there nobody listens.
        return backend.Connections.All(c => evidence.IsHere(c.Address)) && Inside.Publisher(evidence, backend.Port) is not null ? Trouble.Dropped : Trouble.Refused;
    }

    private static Trouble Answered(BackendEvidence backend) => backend.List switch
    {
        null => Trouble.None,
        { Outcome: HttpOutcome.Dropped } => backend.Wire is { SpeaksTls: true } or { First.Length: > 0 } ? Trouble.WrongService : Trouble.Dropped,
        { Outcome: HttpOutcome.NoHead } => Trouble.NoHead,
        { Outcome: HttpOutcome.NoEnd } => Trouble.NoEnd,
        // It minds by which name it is called, and is well otherwise.
        { Status: 403 } when backend.Answers.Any(a => a is { HostHeader: not null, Status: 200 }) => Trouble.None,
        _ => Trouble.WrongService,
    };
}
