using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ziggie.Identity;

/// <summary>A P-256 key that signs access tokens, or only verifies them where its private part is not ours.</summary>
internal sealed class SigningKey : IDisposable
{
    // ECDsa objects are not for several threads at once.
    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private SigningKey(ECDsa key, bool canSign, string kid, long createdAt, long retiresAt, long endsAt)
    {
        (_key, CanSign, Kid, CreatedAt, RetiresAt, EndsAt) = (key, canSign, kid, createdAt, retiresAt, endsAt);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        (X, Y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }

    public bool CanSign { get; }
    public string Kid { get; }
    public long CreatedAt { get; }

    /// <summary>Signs until then.</summary>
    public long RetiresAt { get; }

    /// <summary>Verifies, and is published, until then.</summary>
    public long EndsAt { get; }

    public string X { get; }
    public string Y { get; }

    public static SigningKey Create(long now, long retiresAt, long endsAt)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(key, canSign: true, Thumbprint(key), now, retiresAt, endsAt);
    }

    public static SigningKey From(string kid, byte[] publicKey, byte[]? privateKey, long createdAt, long retiresAt, long endsAt)
    {
        var key = ECDsa.Create();
        if (privateKey is null) key.ImportSubjectPublicKeyInfo(publicKey, out _);
        else key.ImportPkcs8PrivateKey(privateKey, out _);
        return new SigningKey(key, privateKey is not null, kid, createdAt, retiresAt, endsAt);
    }

    public byte[] PublicBytes() => _key.ExportSubjectPublicKeyInfo();

    public byte[] PrivateBytes() => _key.ExportPkcs8PrivateKey();

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_gate) return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_gate) return _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _key.Dispose();

    // RFC 7638: the same key has the same name everywhere.
    private static string Thumbprint(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }
}
