using System.Net;
using Microsoft.AspNetCore.Http;
using Ziggie.Settings;

namespace Ziggie.Identity.Door;

/// <summary>
/// Refuses requests whose Host names another server. A web page can point its own name at this machine's address (DNS rebinding);
/// then the browser takes the page for ours, but its Host gives it away.
/// </summary>
public sealed class HostCheck(ISettings settings)
{
    private volatile Names _names = new(null, "", []);

    public bool Allows(HttpContext context)
    {
        var host = context.Request.Headers.Host;
        return host.Count == 1 && host[0] is { Length: > 0 } value && Allows(value);
    }

    /// <param name="host">What the one Host header holds.</param>
    public bool Allows(ReadOnlySpan<char> host)
    {
        var name = NameIn(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IsAddress(name) || Current().Has(name);
    }

    private Names Current()
    {
        var server = settings.Current.Server;
        var names = _names;
        if (ReferenceEquals(names.For, server)) return names;
        var served = Uri.TryCreate(server.Url, UriKind.Absolute, out var url) ? url.Host : "";
        return _names = new Names(server, served, [.. server.Hosts.Select(h => NameIn(h).ToString())]);
    }

    private static ReadOnlySpan<char> NameIn(ReadOnlySpan<char> host)
    {
        var text = host.Trim();
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            return end < 0 ? text : text[1..end];
        }
        var colon = text.IndexOf(':');
        return (colon < 0 ? text : text[..colon]).TrimEnd('.');
    }

    // "127.1" and "2130706433" are addresses to the parser too, but no browser sends them: only what is spelled out counts.
    private static bool IsAddress(ReadOnlySpan<char> name) =>
        name.Contains(':') ? IPAddress.TryParse(name, out _) : name.Count('.') == 3 && IPAddress.TryParse(name, out _);

    private sealed record Names(ServerSettings? For, string Served, string[] Others)
    {
        public bool Has(ReadOnlySpan<char> name)
        {
            if (name.IsEmpty) return false;
            if (name.Equals(Served, StringComparison.OrdinalIgnoreCase)) return true;
            foreach (var other in Others)
            {
                if (name.Equals(other, StringComparison.OrdinalIgnoreCase)) return true;
            }
            return false;
        }
    }
}
