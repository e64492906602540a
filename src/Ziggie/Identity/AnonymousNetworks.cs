using System.Net;
using Ziggie.Settings;

namespace Ziggie.Identity;

/// <summary>Networks whose callers count as a key without sending it (<c>server.anonymous</c>).</summary>
internal sealed class AnonymousNetworks(ISettings settings, IdentityMemory memory)
{
    private volatile Snapshot _snapshot = new(null, -1, []);

    /// <summary>The key for an address; <paramref name="missing"/> names the key where the network is known but the key is not.</summary>
    public KeyCredential? Find(IPAddress? address, out string? missing)
    {
        missing = null;
        var configured = settings.Current.Server.Anonymous;
        if (configured.Count == 0 || address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var entry in Current(configured).Entries)
        {
            if (!entry.Network.Contains(address)) continue;
            missing = entry.Key is null ? entry.KeyName : null;
            return entry.Key;
        }
        return null;
    }

    private Snapshot Current(IReadOnlyList<AnonymousNetwork> configured)
    {
        var version = memory.KeysVersion;
        var snapshot = _snapshot;
        if (ReferenceEquals(snapshot.Configured, configured) && snapshot.KeysVersion == version) return snapshot;
        return _snapshot = new Snapshot(configured, version,
            [.. configured.Select(n => IPNetwork.TryParse(n.Cidr, out var network) ? new Entry(network, n.As, KeyNamed(n.As)) : null).OfType<Entry>()]);
    }

    // Names are free for everybody: an admin's key goes first, so that nobody can slip theirs in.
    private KeyCredential? KeyNamed(string name) => memory.Keys
        .Where(k => k.Key.Name == name)
        .OrderByDescending(k => memory.User(k.UserId)?.Role == UserRole.Admin)
        .ThenBy(k => k.Key.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private sealed record Entry(IPNetwork Network, string KeyName, KeyCredential? Key);

    private sealed record Snapshot(IReadOnlyList<AnonymousNetwork>? Configured, int KeysVersion, IReadOnlyList<Entry> Entries);
}
