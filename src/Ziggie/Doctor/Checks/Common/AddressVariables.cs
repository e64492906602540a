using System.Globalization;

namespace Ziggie.Doctor.Checks.Common;

/// <summary>A variable that holds an address. Of its value only this much is ever shown.</summary>
internal sealed record AddressVariable(string Name, string Scheme, string Host, int Port)
{
    public string Place => $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}

/// <summary>Finds addresses in the variables of a program.</summary>
internal static class AddressVariables
{
    private const int LongestValue = 2048;

    /// <summary>How names of variables end that hold a bare <c>host:port</c>.</summary>
    private static readonly string[] s_ends = ["URL", "URI", "HOST", "BASE", "ENDPOINT", "ADDR", "ADDRESS", "SERVER", "API", "TARGET", "UPSTREAM", "BACKEND"];

    /// <summary>Those for browsers and for who may call: an address of the machine is right there.</summary>
    private static readonly string[] s_outward = ["PUBLIC", "ORIGIN", "CORS", "ALLOW", "EXTERNAL", "REDIRECT", "CALLBACK", "VITE_", "REACT_APP_", "WEBUI_URL", "SITE_URL", "APP_URL", "NEXTAUTH", "ROOT_URL", "PROXY", "ASPNETCORE_URLS", "LISTEN", "BIND"];

    public static IEnumerable<AddressVariable> Of(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Where(v => !s_outward.Any(o => v.Key.Contains(o, StringComparison.OrdinalIgnoreCase))).Select(v => Read(v.Key, v.Value)).OfType<AddressVariable>();

    public static AddressVariable? Read(string name, string value)
    {
        value = value.Trim();
        if (value.Length is 0 or > LongestValue || value.Any(char.IsWhiteSpace)) return null;
        if (value.Contains("://", StringComparison.Ordinal))
            return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.Port > 0 ? new AddressVariable(name, url.Scheme, Bare(url.Host), url.Port) : null;
        if (!s_ends.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))) return null;
        var colon = value.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65_535) return null;
        var host = value[..colon];
        return Uri.CheckHostName(Bare(host)) == UriHostNameType.Unknown || (host.Contains(':', StringComparison.Ordinal) && host[0] != '[') ? null : new AddressVariable(name, "", Bare(host), port);
    }

    public static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address);

    private static string Bare(string host) => host.TrimStart('[').TrimEnd(']');
}
