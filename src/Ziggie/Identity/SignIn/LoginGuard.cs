using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ziggie.Identity;

/// <summary>
/// Counts failed sign-ins: 5 in 5 minutes for a user from one address, 20 from one address. Attempts from one address take turns, so
/// that many at once cannot outrun the count; nobody can lock out others, since every count is of the address too.
/// </summary>
internal sealed class LoginGuard(TimeProvider time) : IDisposable
{
    private const int PerUser = 5;
    private const int PerAddress = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FailureCounts<(string User, UInt128 Network)> _users = new(PerUser, Window);
    private readonly FailureCounts<UInt128> _addresses = new(PerAddress, Window);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Runs the attempt if it may be made.</summary>
    /// <param name="attempt">True: the password was right; false: it was not; null: it could not be told.</param>
    /// <returns>What the attempt said, or how long to wait before the next one.</returns>
    public async Task<(bool? Right, TimeSpan? RetryAfter)> TryAsync(string user, IPAddress? address, Func<Task<bool?>> attempt, CancellationToken cancel)
    {
        var network = NetworkOf(address);
        var key = (User: User.KeyOf(user), network);
        var turn = _turns[(int)((uint)network.GetHashCode() % (uint)_turns.Length)];
        if (!await turn.WaitAsync(Patience, cancel).ConfigureAwait(false)) return (null, Patience);
        try
        {
            var now = time.GetUtcNow();
            var wait = Longer(_users.Wait(key, now), _addresses.Wait(network, now));
            if (wait is not null) return (null, wait);
            var right = await attempt().ConfigureAwait(false);
            if (right is null) return (null, Patience);
            if (right.Value)
            {
                _users.Forget(key);
            }
            else
            {
                _users.Add(key, time.GetUtcNow());
                _addresses.Add(network, time.GetUtcNow());
            }
            return (right, null);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in _turns) turn.Dispose();
    }

    /// <summary>An IPv4 address, or the /64 of an IPv6 one: whoever has an address there has them all.</summary>
    internal static UInt128 NetworkOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) bytes[8..].Clear();
        return MemoryMarshal.Read<UInt128>(bytes);
    }

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a > b ? a : b;
}
