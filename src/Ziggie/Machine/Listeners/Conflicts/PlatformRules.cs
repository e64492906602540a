using System.Net;

namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>What a platform makes of several sockets for one port.</summary>
/// <param name="V6OnlyByDefault">What an IPv6 socket is taken for whose flag is not known.</param>
/// <param name="EqualOnesAlternate">Whether connections are spread among sockets of one address; else one gets them, and which is not defined.</param>
/// <param name="Coexistence">Why a specific address could be bound beside all addresses.</param>
/// <param name="Localhost">What <c>localhost</c> means, in the order in which programs try it.</param>
internal sealed record PlatformRules(string Name, bool V6OnlyByDefault, bool EqualOnesAlternate, string Coexistence, IReadOnlyList<IPAddress> Localhost)
{
    private const string Free = "This system lets a specific address be bound beside all addresses, and the specific one wins.";

    private static readonly IPAddress[] s_both = [IPAddress.IPv6Loopback, IPAddress.Loopback];

    public static PlatformRules Linux { get; } =
        new("linux", false, true, "Both could be bound because both allow it (SO_REUSEPORT), or because packet rules lead past the sockets; the more specific one wins.", s_both);

    public static PlatformRules Windows { get; } = new("windows", true, false, Free, s_both);

    public static PlatformRules MacOs { get; } = new("macos", false, false, Free, s_both);

    /// <summary>This machine's, with what its hosts file says of <c>localhost</c>.</summary>
    public static PlatformRules Current(string hostsFile = "/etc/hosts") =>
        OperatingSystem.IsWindows() ? Windows : OperatingSystem.IsMacOS() ? MacOs : Linux with { Localhost = LocalhostIn(hostsFile) };

    private static IPAddress[] LocalhostIn(string hostsFile)
    {
        var found = new HashSet<IPAddress>();
        try
        {
            foreach (var line in File.ReadLines(hostsFile).Take(10_000))
            {
                var words = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                if (words.Skip(1).Contains("localhost", StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address)) found.Add(address);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As if it said nothing.
        }
        return s_both.Any(found.Contains) ? [.. s_both.Where(found.Contains)] : s_both;
    }
}
