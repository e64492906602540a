using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Ziggie.Identity;

/// <summary>SHA-256 of a secret: what is stored and looked up instead of it. A secret of 32 random bytes needs no slow hash.</summary>
[InlineArray(32)]
internal struct SecretHash : IEquatable<SecretHash>
{
    private byte _first;

    [SkipLocalsInit]
    public static SecretHash Of(ReadOnlySpan<char> secret)
    {
        Span<byte> utf8 = stackalloc byte[Longest];
        var hash = default(SecretHash);
        // What does not fit is no secret of ours; its hash is that of nothing.
        var length = Encoding.UTF8.TryGetBytes(secret, utf8, out var written) ? written : 0;
        SHA256.HashData(utf8[..length], hash);
        return hash;
    }

    /// <param name="secret">As it was sent; at most <see cref="Longest"/> bytes.</param>
    public static SecretHash Of(ReadOnlySpan<byte> secret)
    {
        var hash = default(SecretHash);
        SHA256.HashData(secret, hash);
        return hash;
    }

    public static SecretHash From(ReadOnlySpan<byte> bytes)
    {
        var hash = default(SecretHash);
        bytes.CopyTo(hash);
        return hash;
    }

    /// <summary>Longest secret in bytes; a token of ours is well below.</summary>
    public const int Longest = 2048;

    public readonly byte[] ToArray() => ((ReadOnlySpan<byte>)this).ToArray();

    // Equal time does not matter between hashes: a near miss tells nothing about the secret.
    public readonly bool Equals(SecretHash other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is SecretHash other && Equals(other);

    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(this);
}
