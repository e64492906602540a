using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>
/// The keys in force. One signs for 30 days; its successor is published a day before it begins to sign, so that other systems know it
/// by then, and each verifies for a day after it has retired.
/// </summary>
internal sealed class SigningKeys(IDatabase database, MasterKey master, TimeProvider time)
{
    private static readonly long SignsFor = (long)TimeSpan.FromDays(30).TotalMilliseconds;
    private static readonly long Overlap = (long)TimeSpan.FromDays(1).TotalMilliseconds;
    private volatile SigningKey[] _keys = [];

    /// <summary>All that verify now.</summary>
    public IReadOnlyList<SigningKey> Published => [.. _keys.Where(k => k.EndsAt > Now)];

    /// <summary>The one that signs now.</summary>
    public SigningKey Current =>
        _keys.Where(k => k.CanSign && k.RetiresAt > Now).MinBy(k => k.RetiresAt)
        ?? throw new InvalidOperationException("There is no signing key; rotation should have made one.");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public SigningKey? Find(ReadOnlySpan<char> kid)
    {
        var now = Now;
        foreach (var key in _keys)
        {
            if (key.EndsAt > now && kid.SequenceEqual(key.Kid)) return key;
        }
        return null;
    }

    /// <summary>Takes over what the database has; makes the first key or the next one when it is time.</summary>
    /// <returns>Whether a key was made.</returns>
    public async Task<bool> RotateAsync(CancellationToken cancel)
    {
        await ReloadAsync(cancel).ConfigureAwait(false);
        if (Newest(_keys, Now) > Now + Overlap) return false;
        var made = await database.WriteAsync(async (connection, _, token) =>
        {
            // Somebody else may have made one since.
            var now = Now;
            var newest = Newest(await SigningKeyStore.AllAsync(connection, master, token).ConfigureAwait(false), now);
            if (newest > now + Overlap) return false;
            var begins = Math.Max(now, newest);
            await SigningKeyStore.DeleteEndedAsync(connection, now, token).ConfigureAwait(false);
            await SigningKeyStore.InsertAsync(connection, SigningKey.Create(now, begins + SignsFor, begins + SignsFor + Overlap), master, token).ConfigureAwait(false);
            return true;
        }, cancel).ConfigureAwait(false);
        await ReloadAsync(cancel).ConfigureAwait(false);
        return made;
    }

    /// <summary>When the last of those that sign retires; 0 where none does.</summary>
    private static long Newest(IEnumerable<SigningKey> keys, long now) => keys.Where(k => k.CanSign && k.RetiresAt > now).Select(k => k.RetiresAt).DefaultIfEmpty(0).Max();

    public async Task ReloadAsync(CancellationToken cancel)
    {
        var known = _keys.ToDictionary(k => k.Kid, StringComparer.Ordinal);
        var stored = await database.ReadAsync((connection, token) => SigningKeyStore.AllAsync(connection, master, token), cancel).ConfigureAwait(false);
        // Keys at work stay the same objects.
        _keys = [.. stored.Select(k => known.GetValueOrDefault(k.Kid, k))];
    }
}
