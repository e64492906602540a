using System.Collections.Concurrent;

namespace Ziggie.Identity;

/// <summary>Tokens whose signature has been verified, by their hash, so that it is verified once. Bounded.</summary>
internal sealed class TokenCache
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<SecretHash, Entry> _entries = new();

    public Entry? Find(in SecretHash hash) => _entries.GetValueOrDefault(hash);

    public void Add(in SecretHash hash, Entry entry, long nowSeconds)
    {
        if (_entries.Count >= Most) MakeRoom(nowSeconds);
        _entries[hash] = entry;
    }

    private void MakeRoom(long nowSeconds)
    {
        foreach (var (hash, entry) in _entries)
        {
            if (entry.ExpiresAt <= nowSeconds) _entries.TryRemove(hash, out _);
        }
        // All of them live: verifying again is cheap enough.
        if (_entries.Count >= Most) _entries.Clear();
    }

    /// <param name="ExpiresAt">Unix seconds.</param>
    internal sealed record Entry(SessionCredential Session, long ExpiresAt);
}
