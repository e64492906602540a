using System.Text;

namespace Ziggie.Identity.Door;

/// <summary>
/// The door for requests that bring a key and come straight from a client: what <see cref="FrontCheck"/> says of such a request, without the web
/// server's view of it. Only ever lets in; a request that it does not let in goes to the front check, which explains.
/// </summary>
internal sealed class KeyCheck(HostCheck hosts, IdentityMemory memory, UseTracker uses, TimeProvider time)
{
    private const int MaxHost = 255;

    /// <summary>Who calls, where the host is ours and the key is good for the permissions; else null.</summary>
    /// <param name="last">What this connection sent before.</param>
    public Caller? Admit(ReadOnlySpan<byte> host, ReadOnlySpan<byte> key, Permissions any, ref LastSent last)
    {
        Span<char> name = stackalloc char[MaxHost];
        if (host.Length > MaxHost || !hosts.Allows(name[..Encoding.ASCII.GetChars(host, name)])) return null;
        if (memory.Key(last.HashOf(key)) is not { } credential) return null;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (credential.Key.ExpiresAt <= now || credential.CallerAs(CallerKind.Key, memory) is not { } caller || !caller.May(any)) return null;
        uses.Used(credential, now);
        return caller;
    }
}

/// <summary>A client sends the same key with every request: it is hashed once for a connection. Whether the key is good is asked every time.</summary>
internal struct LastSent
{
    private byte[]? _key;
    private SecretHash _hash;

    public SecretHash HashOf(ReadOnlySpan<byte> key)
    {
        if (_key is not null && key.SequenceEqual(_key)) return _hash;
        if (key.Length > SecretHash.Longest) return default;
        (_key, _hash) = (key.ToArray(), SecretHash.Of(key));
        return _hash;
    }
}
