using System.Security.Cryptography;

namespace Ziggie.Gateway;

/// <summary>Ids of requests: unique, short, in the order of their coming within a process.</summary>
internal static class RequestIds
{
    private static readonly string s_process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private static long s_last;

    public static string Next() => string.Create(24, Interlocked.Increment(ref s_last), static (text, number) =>
    {
        s_process.CopyTo(text);
        for (var i = text.Length - 1; i >= s_process.Length; i--, number >>= 4) text[i] = "0123456789abcdef"[(int)(number & 15)];
    });
}
