namespace Ziggie.Identity;

/// <summary>
/// Something that proves who a caller is: a session or a key. Keeps the finished <see cref="Caller"/> until it, its owner or the
/// owner's role changes; then whoever still holds the old one is told by <see cref="Caller.Revoked"/>.
/// </summary>
internal abstract class Credential(string userId)
{
    private readonly Lock _gate = new();
    private Grant? _main;
    private Grant? _other;
    private bool _ended;

    public string UserId { get; } = userId;

    /// <summary>The caller, or null where the credential has ended or its owner may not come in.</summary>
    public Caller? CallerAs(CallerKind kind, IdentityMemory memory) =>
        Volatile.Read(ref Slot(kind))?.Caller ?? Make(kind, memory);

    /// <summary>The owner changed: the next request gets a new caller, old ones are revoked.</summary>
    public void Renew() => Drop(ended: false);

    public void End() => Drop(ended: true);

    /// <summary>The next request gets a new caller; old ones stay good, and end with the new ones.</summary>
    protected void Rebuild(Action change)
    {
        lock (_gate)
        {
            change();
            _main = _main is { } main ? new Grant(null, main.Revocation) : null;
            _other = _other is { } other ? new Grant(null, other.Revocation) : null;
        }
    }

    protected abstract Caller Build(CallerKind kind, User owner, CancellationToken revoked);

    protected virtual User? Owner(IdentityMemory memory) => memory.User(UserId);

    private ref Grant? Slot(CallerKind kind) => ref kind is CallerKind.Key or CallerKind.Token ? ref _main : ref _other;

    // The owner is read under the lock that Drop takes after the owner has changed, so that no stale caller can stay.
    private Caller? Make(CallerKind kind, IdentityMemory memory)
    {
        lock (_gate)
        {
            ref var slot = ref Slot(kind);
            if (slot?.Caller is { } made) return made;
            if (_ended || Owner(memory) is not { Disabled: false } owner) return null;
            var revocation = slot?.Revocation ?? new CancellationTokenSource();
            var caller = Build(kind, owner, revocation.Token);
            Volatile.Write(ref slot, new Grant(caller, revocation));
            return caller;
        }
    }

    private void Drop(bool ended)
    {
        Grant? main, other;
        lock (_gate)
        {
            (main, other) = (_main, _other);
            (_main, _other) = (null, null);
            _ended |= ended;
        }
        // Not on this thread: streams that stop have their own work to do.
        main?.Revocation.CancelAsync();
        other?.Revocation.CancelAsync();
    }

    private sealed record Grant(Caller? Caller, CancellationTokenSource Revocation);
}
