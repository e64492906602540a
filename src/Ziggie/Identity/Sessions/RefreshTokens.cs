using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ziggie.Identity;

/// <summary>
/// Refresh tokens: <c>zr-SESSION.GENERATION.MAC</c>. The MAC's key comes from the master key, so the database holds nothing that could be
/// stolen, every successor can be told again, and a session needs one row however long it lives.
/// </summary>
internal sealed class RefreshTokens(MasterKey master)
{
    private const string Prefix = "zr-";
    private readonly byte[] _key = master.Derive("refresh tokens");

    public string Make(string sessionId, int generation)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{sessionId}.{generation}");
        return $"{Prefix}{body}.{Mac(body)}";
    }

    /// <summary>Null for anything this control center did not make.</summary>
    public (string SessionId, int Generation)? Read(string? token)
    {
        if (token is null || token.Length > 200 || !token.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var body = token.AsSpan(Prefix.Length);
        var end = body.LastIndexOf('.');
        var middle = body.IndexOf('.');
        if (middle < 0 || end == middle) return null;
        var mac = Mac(body[..end].ToString());
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(body[(end + 1)..].ToString()))) return null;
        return int.TryParse(body[(middle + 1)..end], NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? (body[..middle].ToString(), generation) : null;
    }

    private string Mac(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(body)));
}
