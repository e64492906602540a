using System.Collections.Concurrent;

namespace Ziggie.Identity;

/// <summary>All users, live sessions and keys, so that a request needs no database. Changed only by what was read back from it.</summary>
internal sealed class IdentityMemory
{
    private readonly ConcurrentDictionary<string, User> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeyCredential> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SecretHash, KeyCredential> _keysByHash = new();
    private readonly ConcurrentDictionary<string, SessionCredential> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SecretHash, SessionCredential> _sessionsByCookie = new();
    private readonly EndedSessions _ended = new();
    private int _keysVersion;

    /// <summary>Changes whenever a key or a user does.</summary>
    public int KeysVersion => Volatile.Read(ref _keysVersion);

    public bool HasUsers => !_users.IsEmpty;

    public int KeyCount => _keys.Count;

    /// <summary>The key of the command line on this machine.</summary>
    public CliCredential? Cli { get; set; }

    public IEnumerable<KeyCredential> Keys => _keys.Select(pair => pair.Value);

    public User? User(string id) => _users.GetValueOrDefault(id);

    public KeyCredential? Key(in SecretHash hash) => _keysByHash.GetValueOrDefault(hash);

    public KeyCredential? Key(string id) => _keys.GetValueOrDefault(id);

    public SessionCredential? Session(string id) => _sessions.GetValueOrDefault(id);

    public SessionCredential? SessionByCookie(in SecretHash hash) => _sessionsByCookie.GetValueOrDefault(hash);

    /// <summary>The admin for whom the command line on this machine acts: the first that was made and is not disabled.</summary>
    public User? FirstAdmin() => _users.Values.Where(u => u is { Role: UserRole.Admin, Disabled: false }).MinBy(u => u.Id, StringComparer.Ordinal);

    public void Load(IEnumerable<User> users)
    {
        foreach (var user in users) _users[user.Id] = user;
    }

    public void Load(ApiKey key)
    {
        var credential = new KeyCredential(key);
        _keys[key.Id] = credential;
        _keysByHash[key.Hash] = credential;
        Interlocked.Increment(ref _keysVersion);
    }

    public void Load(Session session)
    {
        var credential = new SessionCredential(session);
        _sessions[session.Id] = credential;
        if (session.CookieHash is { } hash) _sessionsByCookie[hash] = credential;
    }

    /// <summary>Takes what the database now says of a user; null: gone.</summary>
    public void Change(string id, User? user)
    {
        var former = _users.GetValueOrDefault(id);
        if (user is null) _users.TryRemove(id, out _);
        else _users[id] = user;
        Interlocked.Increment(ref _keysVersion);
        if (user is not null && former is not null && user with { LastSignInAt = null } == former with { LastSignInAt = null }) return;

        Cli?.Renew();
        foreach (var (_, key) in _keys)
        {
            if (key.UserId != id) continue;
            if (user is null) Change(key.Key.Id, default(ApiKey));
            else key.Renew();
        }
        foreach (var (_, session) in _sessions)
        {
            if (session.UserId != id) continue;
            if (user is null) Change(session.Session.Id, default(Session));
            else session.Renew();
        }
    }

    /// <summary>Takes what the database now says of a key; null: gone.</summary>
    public void Change(string id, ApiKey? key)
    {
        if (key is not null)
        {
            if (_keys.TryGetValue(id, out var known)) known.Update(key);
            else Load(key);
        }
        else if (_keys.TryRemove(id, out var former))
        {
            _keysByHash.TryRemove(former.Key.Hash, out _);
            former.End();
        }
        Interlocked.Increment(ref _keysVersion);
    }

    /// <summary>Takes a session on its token's word until news of it comes from the replica that made it.</summary>
    /// <returns>Null where it is known to have ended.</returns>
    public SessionCredential? Expect(Session session)
    {
        var expected = _sessions.GetOrAdd(session.Id, static (_, s) => new SessionCredential(s), session);
        // Looked at last: news of the end that comes from now on finds the session and ends it.
        if (!_ended.Has(session.Id)) return expected;
        Change(session.Id, default(Session));
        return null;
    }

    /// <summary>Takes what the database now says of a session; null: ended.</summary>
    public void Change(string id, Session? session)
    {
        if (session is not null)
        {
            // One that was only expected becomes the real one: requests and cached tokens that hold it must end with it.
            var known = _sessions.GetOrAdd(id, static (_, s) => new SessionCredential(s), session);
            known.Update(session);
            if (session.CookieHash is { } cookie) _sessionsByCookie[cookie] = known;
            return;
        }
        _ended.Add(id);
        if (!_sessions.TryRemove(id, out var former)) return;
        if (former.Session.CookieHash is { } hash) _sessionsByCookie.TryRemove(hash, out _);
        former.End();
    }

    /// <summary>Drops sessions whose time is over.</summary>
    public void Expire(long now)
    {
        foreach (var (id, session) in _sessions)
        {
            if (session.Session.EndsAt <= now) Change(id, default(Session));
        }
    }
}
