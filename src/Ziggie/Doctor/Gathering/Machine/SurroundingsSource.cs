using System.Net;
using System.Net.NetworkInformation;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Where Ziggie runs: in a container or not, and with which addresses.</summary>
internal sealed class SurroundingsSource(SurroundingsPlaces places) : IEvidenceSource
{
    private const int MostAddresses = 256;

    /// <summary>The numbers that the kernel gives its first spaces of processes and of networks. Who lives there lives on the machine, whatever files an image left.</summary>
    private static readonly string[] s_first = ["pid:[4026531836]", "net:[4026531833]"];

    /// <summary>What engines write into the control group of a container's first process.</summary>
    private static readonly string[] s_groups = ["/docker/", "/docker-", "/libpod-", "/kubepods", "/lxc/", "/lxc.payload", "/cri-containerd-"];

    public string Name => "surroundings";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var surroundings = new Surroundings(Container(), Addresses());
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { Surroundings = surroundings });
    }

    private string? Container()
    {
        if (places.Spaces.Any(s => ProcReads.Link(s) is { } space && s_first.Any(f => space.EndsWith(f, StringComparison.Ordinal)))) return null;
        if (places.Marks.FirstOrDefault(File.Exists) is { } mark) return mark;
        try
        {
            // What is run on the machine by a service manager has groups too, but not these for its first process.
            var group = File.ReadAllText(places.Groups);
            return s_groups.FirstOrDefault(g => group.Contains(g, StringComparison.Ordinal)) is null ? null : places.Groups;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<IPAddress> Addresses()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
                    .Where(a => !IPAddress.IsLoopback(a)).Take(MostAddresses),
            ];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}

/// <summary>What tells a container from inside; fixtures stand in.</summary>
/// <param name="Marks">Files that engines put there.</param>
/// <param name="Groups">The control groups of the first process.</param>
/// <param name="Spaces">Links that name Ziggie's spaces of processes and of networks.</param>
internal sealed record SurroundingsPlaces(IReadOnlyList<string> Marks, string Groups, IReadOnlyList<string> Spaces)
{
    public static SurroundingsPlaces Here { get; } = new(["/.dockerenv", "/run/.containerenv"], "/proc/1/cgroup", ["/proc/self/ns/pid", "/proc/self/ns/net"]);
}
