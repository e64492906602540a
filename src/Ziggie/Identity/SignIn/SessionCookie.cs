using Microsoft.AspNetCore.Http;
using Ziggie.Settings;

namespace Ziggie.Identity;

/// <summary>The browser's cookie. Its name carries the port, since browsers share cookies between ports of one host.</summary>
internal sealed class SessionCookie(ISettings settings)
{
    public string Name { get; } = "ziggie_session_" + (Uri.TryCreate(settings.Current.Server.Url, UriKind.Absolute, out var url) ? url.Port : 0);

    public void Set(HttpContext context, string secret, long endsAt) =>
        context.Response.Cookies.Append(Name, secret, Options(context, DateTimeOffset.FromUnixTimeMilliseconds(endsAt)));

    public void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    /// <summary>The secret in a Cookie header, without taking the header apart.</summary>
    public ReadOnlySpan<char> Find(string? header)
    {
        var rest = header.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(';');
            var pair = (end < 0 ? rest : rest[..end]).Trim();
            if (pair.Length > Name.Length && pair[Name.Length] == '=' && pair.StartsWith(Name, StringComparison.Ordinal)) return pair[(Name.Length + 1)..];
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return default;
    }

    private CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || settings.Current.Server.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = settings.Current.Server.BasePath is { Length: > 0 } path ? path : "/",
        Expires = expires,
        IsEssential = true,
    };
}
