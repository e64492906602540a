using System.Text;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>
/// Lets verbs of the user who runs the control center in without signing in: a new key at every start, in <c>DATA/cli.key</c>, which
/// only that user can read, and good only from this machine.
/// </summary>
internal static class CliKey
{
    public static CliCredential Create(DataDirectory data)
    {
        var key = "zk-cli" + Secrets.New();
        PrivateFiles.Write(data.File("cli.key"), Encoding.ASCII.GetBytes(key + "\n"));
        return new CliCredential(SecretHash.Of(key));
    }
}

/// <summary>The command line's key in memory. It acts for the first admin.</summary>
internal sealed class CliCredential(SecretHash hash) : Credential("cli")
{
    private readonly SecretHash _hash = hash;

    public bool Is(in SecretHash hash) => _hash.Equals(hash);

    protected override User? Owner(IdentityMemory memory) => memory.FirstAdmin();

    protected override Caller Build(CallerKind kind, User owner, CancellationToken revoked) => new()
    {
        Kind = kind,
        UserId = owner.Id,
        UserName = owner.Name,
        Role = owner.Role,
        Permissions = Rights.Of(owner.Role),
        KeyId = "cli",
        KeyName = "cli",
        Revoked = revoked,
    };
}
