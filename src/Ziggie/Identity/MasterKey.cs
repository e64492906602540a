using System.Security.Cryptography;
using System.Text;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>The secret outside the database that the database's secrets are sealed with: <c>DATA/master.key</c>, or ZIGGIE_MASTER_KEY where several replicas share one database.</summary>
internal sealed class MasterKey
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    /// <summary>Takes the environment's, else the file's, else makes one.</summary>
    public static MasterKey Load(DataDirectory data, string? fromEnvironment)
    {
        if (!string.IsNullOrEmpty(fromEnvironment))
        {
            if (fromEnvironment.Length < 32)
                throw new StorageException("ZIGGIE_MASTER_KEY is too short: give it at least 32 random characters, e.g. from 'openssl rand -base64 32'.");
            return new MasterKey(SHA256.HashData(Encoding.UTF8.GetBytes(fromEnvironment)));
        }
        var path = data.File("master.key");
        if (!File.Exists(path)) PrivateFiles.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n"));
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            return key.Length == 32 ? new MasterKey(key) : throw new FormatException("not 32 bytes");
        }
        catch (FormatException e)
        {
            throw new StorageException($"{path} is damaged ({e.Message}). Put the former file back, or remove it: then everybody has to sign in again.", e);
        }
    }

    /// <summary>A key for one purpose, so that no two uses ever meet.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>Tells master keys apart without telling them.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(Derive("fingerprint").AsSpan(0, 16));

    public byte[] Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + secret.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Derive(purpose), TagBytes);
        aes.Encrypt(nonce, secret, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return sealedBytes;
    }

    /// <summary>Null where it was sealed with another key, or changed.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes) return null;
        var secret = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Derive(purpose), TagBytes);
        try
        {
            aes.Decrypt(sealedBytes[..NonceBytes], sealedBytes[(NonceBytes + TagBytes)..], sealedBytes.Slice(NonceBytes, TagBytes), secret);
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
