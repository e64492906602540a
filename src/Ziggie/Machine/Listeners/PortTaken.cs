using System.Net;

namespace Ziggie.Machine.Listeners;

/// <summary>Says whether somebody else would answer at a port, and who.</summary>
internal static class PortTaken
{
    /// <summary>A sentence that names the holder and how to free the port; null where it is free. Looks at every address that a caller of <paramref name="address"/> could reach instead.</summary>
    public static string? Explain(IListenerReader listeners, IPAddress address, int port)
    {
        if (port == 0) return null;
        foreach (var listener in listeners.At(port))
        {
            if (!Collides(listener.Address, address)) continue;
            var where = listener.Address.Equals(address) ? $"Port {port}" : $"Port {port} on {Show(listener.Address)}";
            if (listener.Holders is not [var holder, ..])
            {
                return $"{where} is taken by a process of {Owner(listener)}, or in a container. Find it with `sudo ss -ltnp 'sport = :{port}'`, or start Ziggie elsewhere with --url http://127.0.0.1:{port + 1}.";
            }
            return $"{where} is taken by {holder.Name} (process {holder.Pid}). Stop it with `kill {holder.Pid}`, or start Ziggie elsewhere with --url http://127.0.0.1:{port + 1}.";
        }
        return null;
    }

    /// <summary>For an address that a bind refused without a listener to show.</summary>
    public static string Unexplained(int port) =>
        $"Port {port} is taken, but not by a process that this user can see. Find it with `sudo ss -ltnp 'sport = :{port}'`, or start Ziggie elsewhere with --url http://127.0.0.1:{port + 1}.";

    private static bool Collides(IPAddress theirs, IPAddress ours)
    {
        if (theirs.Equals(ours) || IsAny(theirs) || IsAny(ours)) return true;
        // "localhost" may mean either loopback address.
        return IPAddress.IsLoopback(theirs) && IPAddress.IsLoopback(ours) && (theirs.AddressFamily != ours.AddressFamily);
    }

    private static string Owner(Listener listener) => listener.User is { } name ? $"user {name}" : listener.UserId is { } id ? $"user {id}" : "another user";

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static string Show(IPAddress address) => IsAny(address) ? "all addresses" : address.ToString();
}
