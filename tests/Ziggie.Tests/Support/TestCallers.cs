using System.Collections.Concurrent;
using Ziggie.Identity;

namespace Ziggie.Tests.Support;

/// <summary>Made-up callers, whose rights can be revoked.</summary>
internal sealed class TestCallers
{
    private readonly ConcurrentDictionary<string, (Caller Caller, CancellationTokenSource Revoke)> _callers = new();

    /// <param name="name">The user's name and id; what is before the first dash is the role.</param>
    public Caller Get(string name) => Entry(name).Caller;

    public void Revoke(string name) => Entry(name).Revoke.Cancel();

    public static Caller Make(string name) => MakeRevocable(name, CancellationToken.None);

    private static Caller MakeRevocable(string name, CancellationToken revoked)
    {
        var role = Enum.Parse<UserRole>(name.Split('-')[0], ignoreCase: true);
        return new Caller
        {
            Kind = CallerKind.Token,
            UserId = name,
            UserName = name,
            Role = role,
            Permissions = role switch
            {
                UserRole.Viewer => Permissions.Read,
                UserRole.Member => Permissions.Read | Permissions.Models,
                UserRole.Operator => Permissions.Read | Permissions.Models | Permissions.Operate,
                _ => Permissions.Read | Permissions.Models | Permissions.Operate | Permissions.Admin,
            },
            Revoked = revoked,
        };
    }

    private (Caller Caller, CancellationTokenSource Revoke) Entry(string name) => _callers.GetOrAdd(name, static n =>
    {
        var revoke = new CancellationTokenSource();
        return (MakeRevocable(n, revoke.Token), revoke);
    });
}
