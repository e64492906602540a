using System.Text;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>Seals other features' secrets with the master key.</summary>
internal sealed class SecretBox(MasterKey master) : ISecretBox
{
    private const string Purpose = "features";

    public string Seal(string secret) => Convert.ToBase64String(master.Seal(Purpose, Encoding.UTF8.GetBytes(secret)));

    public string Open(string sealedSecret) => master.Open(Purpose, Convert.FromBase64String(sealedSecret)) is { } secret
        ? Encoding.UTF8.GetString(secret)
        : throw new StorageException("A secret in the database was sealed with another master key. Put the former master.key back into the data directory.");
}
