using System.Collections.Concurrent;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Remembers when keys and sessions were last used and writes it down in batches: never on a request's path, at most once a minute each.</summary>
internal sealed class UseTracker(IDatabase database)
{
    private readonly ConcurrentDictionary<KeyCredential, long> _keys = new();
    private readonly ConcurrentDictionary<SessionCredential, long> _sessions = new();

    public void Used(KeyCredential key, long now)
    {
        if (key.Touch(now)) _keys[key] = now;
    }

    public void Used(SessionCredential session, long now)
    {
        if (session.Touch(now)) _sessions[session] = now;
    }

    public async Task FlushAsync(CancellationToken cancel)
    {
        var keys = Take(_keys);
        var sessions = Take(_sessions);
        if (keys.Count == 0 && sessions.Count == 0) return;
        await database.WriteAsync(async (connection, _, token) =>
        {
            foreach (var (key, at) in keys) await KeyStore.UsedAsync(connection, key.Key.Id, at, token).ConfigureAwait(false);
            foreach (var (session, at) in sessions) await SessionStore.SeenAsync(connection, session.Session.Id, at, token).ConfigureAwait(false);
            return 0;
        }, cancel).ConfigureAwait(false);
    }

    private static List<KeyValuePair<T, long>> Take<T>(ConcurrentDictionary<T, long> from) where T : notnull
    {
        var taken = new List<KeyValuePair<T, long>>();
        foreach (var pair in from)
        {
            if (from.TryRemove(pair)) taken.Add(pair);
        }
        return taken;
    }
}
