using System.Net;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N103.</summary>
internal sealed class DroppedCheck : ICheck
{
    private const int MostPorts = 8;

    public string Name => "dropped connections";

    public IEnumerable<Finding> Look(Evidence evidence) => Troubles.With(evidence, Trouble.Dropped).Select(b => Of(evidence, b));

    private static Finding Of(Evidence evidence, BackendEvidence backend)
    {
        List<string> lines = [.. backend.Connections.Select(Shown.Connection)];
        if (backend.List is { } list) lines.Add(Shown.Answer(backend, list));
        if (backend.Connections.All(c => evidence.IsHere(c.Address)))
        {
            lines.Add(Shown.Listeners(evidence, backend.Port));
            if (Inside.Publisher(evidence, backend.Port) is var (container, port)) return OfContainer(evidence, backend, lines, container, port.ContainerPort);
            if (Published(evidence, backend.Port) is { } inside) return OfUnknown(evidence, backend, lines, inside);
        }
        return new Finding(
            NetworkCodes.Dropped, backend.Target, $"What listens at {backend.Url!.Host}:{backend.Port} takes the connection and ends it without an answer: it fails at each request, expects another protocol, or does not want this caller.",
            "Look at the log of the server that listens there, and whether it is the one that is meant.")
        { Evidence = lines };
    }

    private static Finding OfContainer(Evidence evidence, BackendEvidence backend, List<string> lines, Container container, int port)
    {
        var inside = Inside.Of(evidence, container);
        lines.Add(Shown.Line($"nsenter -n -t {container.Pid} ss -ltn", inside is null ? "may not be looked at by this user" : Told(inside)));
        return Make(backend, lines, container.Name, port, inside);
    }

    /// <summary>No engine tells of the container, but the program that publishes says where it leads.</summary>
    private static Finding OfUnknown(Evidence evidence, BackendEvidence backend, List<string> lines, int port)
    {
        List<Listener> inside = [.. evidence.Listeners.Listeners.Where(l => l.Protocol == IpProtocol.Tcp && l.Namespace != 0 && l.Port == port)];
        lines.Add(Shown.Line($"ziggie ports --from {port} --to {port}", Told(inside)));
        return Make(backend, lines, null, port, inside.Count == 0 ? null : inside);
    }

    private static Finding Make(BackendEvidence backend, List<string> lines, string? name, int port, IReadOnlyList<Listener>? inside)
    {
        var container = name is null ? "the container" : $"the container {name}";
        var there = inside?.Where(l => l.Port == port).ToList();
        var (cause, fix) = there switch
        {
            { Count: > 0 } when there.TrueForAll(l => IPAddress.IsLoopback(l.Address)) =>
                ($"Port {backend.Port} leads into {container}, where {Who(there[0])} listens on {Shown.Host(there[0].Address)}:{port} only: nobody outside the container reaches that.",
                 "Let it listen on all addresses of the container: OLLAMA_HOST=0.0.0.0 for Ollama, --host 0.0.0.0 for most others. Then start the container again."),
            { Count: 0 } =>
                ($"Port {backend.Port} leads to port {port} of {container}, where nobody listens{Instead(inside!)}.",
                 "Wait if the server is still starting; else publish the port at which it listens, or look at the container's log."),
            null =>
                ($"Port {backend.Port} leads into {container}, and nobody answers there: mostly the server inside listens on 127.0.0.1 of the container only, or not yet.",
                 "Let it listen on all addresses of the container (OLLAMA_HOST=0.0.0.0, --host 0.0.0.0), and look at the container's log."),
            _ =>
                ($"Port {backend.Port} leads to port {port} of {container}; what listens there ends connections without an answer.",
                 "Look at the container's log: the server fails at each request or is only starting."),
        };
        return new Finding(NetworkCodes.Dropped, backend.Target, cause, fix) { Evidence = lines, Explains = name is null ? [] : [$"container:{name}"] };
    }

    private static int? Published(Evidence evidence, int port) =>
        evidence.TcpPort(port)?.Listeners.Where(l => l.IsPublished).SelectMany(l => l.Holders.Select(h => h.PublishedTo).Prepend(l.PublishedTo)).FirstOrDefault(t => t is not null) is { } target
        && int.TryParse(target.AsSpan(target.LastIndexOf(':') + 1), out var inside) ? inside : null;

    private static string Told(IReadOnlyList<Listener> inside) => inside.Count == 0 ? "nothing" : string.Join("; ", inside.Take(MostPorts).Select(l => $"{Shown.Host(l.Address)}:{l.Port} {Who(l)}"));

    private static string Instead(IReadOnlyList<Listener> inside) => inside.Count == 0 ? ", nor at any other port of it" : $"; it listens at {string.Join(", ", inside.Take(MostPorts).Select(l => l.Port).Distinct())}";

    private static string Who(Listener listener) => listener.Holders is [var first, ..] ? first.Name : "a server";
}
