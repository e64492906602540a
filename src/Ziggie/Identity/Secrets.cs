using System.Buffers.Text;
using System.Security.Cryptography;

namespace Ziggie.Identity;

/// <summary>Random secrets as text.</summary>
internal static class Secrets
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>43 letters and digits (256 bits): survives every shell, address and double click.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, 43);

    /// <summary>A password for a person to type once, without letters that look alike.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20).Insert(15, "-").Insert(10, "-").Insert(5, "-");

    public static string Base64(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
