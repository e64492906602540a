using System.Net;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>P205.</summary>
internal sealed class AddressInUseCheck : ICheck
{
    public string Name => "Ziggie's address";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var (subjects, url) = (evidence.Subjects, evidence.Subjects.Url);
        if (subjects.IsRunning || evidence.TcpPort(url.Port) is not { } port) yield break;
        if (port.Listeners.FirstOrDefault(l => Collides(l, url)) is not { } listener) yield break;
        var who = Shown.Who(listener);
        var isZiggie = listener.Holders.Any(h => h.Name == "ziggie");
        yield return new Finding(
            PortCodes.AddressInUse, Evidence.TargetOf(port),
            isZiggie
                ? $"A Ziggie holds {Shown.Host(listener.Address)}:{url.Port} already: {who}. It did not answer as the control center of this data directory ({subjects.DataDirectory})."
                : $"{who} listens at {Shown.Host(listener.Address)}:{url.Port}, where Ziggie would listen ({url.GetLeftPart(UriPartial.Authority)}): it would not start.",
            isZiggie
                ? "Look whether it hangs (ziggie status), or belongs to another data directory; stop it, or start this one elsewhere."
                : $"End that program, or start Ziggie elsewhere: ziggie up --url http://127.0.0.1:{url.Port + 1}, or server.url in ziggie.yaml.")
        { Evidence = HolderLines.Of(evidence, url.Port, [listener]) };
    }

    private static bool Collides(Listener listener, Uri url)
    {
        if (listener.ByPacketRules) return false;
        if (!IPAddress.TryParse(url.DnsSafeHost, out var ours)) return listener.IsAny || IPAddress.IsLoopback(listener.Address) || url.Host != "localhost";
        var oursIsAny = ours.Equals(IPAddress.Any) || ours.Equals(IPAddress.IPv6Any);
        var sameFamily = ours.AddressFamily == listener.Address.AddressFamily;
        // An IPv6 socket for all addresses takes IPv4 too, unless it says that it does not.
        return listener.Address.Equals(ours) || (listener.IsAny || oursIsAny) && (sameFamily || listener.V6Only != true);
    }
}
