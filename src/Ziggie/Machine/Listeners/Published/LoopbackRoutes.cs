using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Machine.Files;
using Ziggie.Machine.Sampling;

namespace Ziggie.Machine.Listeners.Published;

/// <summary>
/// Tells whether packet rules can lead this machine's own loopback traffic to a container: the kernel drops it unless the way there, the container's bridge, allows it.
/// Engines that mean to lead it set that (Podman; Docker without its proxy), and the others leave it.
/// </summary>
internal sealed class LoopbackRoutes(MachineRoots roots)
{
    public bool Leads(IPAddress? container)
    {
        if (container is not { AddressFamily: AddressFamily.InterNetwork }) return false;
        var file = new SmallFile();
        return Allows(file, "all") || WayTo(container, file) is { } bridge && Allows(file, bridge);
    }

    private bool Allows(SmallFile file, string link) => file.ReadNumber(roots.ProcFile($"sys/net/ipv4/conf/{link}/route_localnet")) > 0;

    /// <summary>The link of the narrowest route there.</summary>
    private string? WayTo(IPAddress container, SmallFile file)
    {
        if (!file.TryRead(roots.ProcFile("net/route"), out var text)) return null;
        var address = BitConverter.ToUInt32(container.GetAddressBytes());
        var (best, narrowest) = ((string?)null, -1);
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            // Link, destination, gateway, flags, references, uses, metric, mask; numbers as they lie in memory.
            var fields = new TextFields(line);
            if (!fields.TryWord(out var link) || !fields.TryWord(out var destination) || !fields.Skip(5) || !fields.TryWord(out var mask)) continue;
            if (!uint.TryParse(destination, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to) || !uint.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)) continue;
            var width = int.CreateTruncating(uint.PopCount(bits));
            if ((address & bits) == to && width > narrowest) (best, narrowest) = (Encoding.UTF8.GetString(link), width);
        }
        return best;
    }
}
