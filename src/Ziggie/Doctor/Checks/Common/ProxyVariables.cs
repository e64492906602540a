using System.Globalization;
using System.Net;

namespace Ziggie.Doctor.Checks.Common;

/// <summary>What a program with these variables sends to a proxy.</summary>
internal sealed class ProxyVariables
{
    private static readonly string[] s_http = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    private static readonly string[] s_https = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly string[] _except;

    public ProxyVariables(IReadOnlyDictionary<string, string> variables)
    {
        _variables = variables;
        _except = [.. ((string[])["no_proxy", "NO_PROXY"]).Select(variables.GetValueOrDefault).OfType<string>().SelectMany(v => v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
    }

    public bool HasExceptions => _except.Length > 0;

    /// <summary>The variable that takes calls to this host; null where they go there directly.</summary>
    public string? Captures(string scheme, string host, int port)
    {
        var set = (scheme == "https" ? s_https : s_http).FirstOrDefault(n => _variables.GetValueOrDefault(n) is { Length: > 0 });
        return set is null || _except.Any(e => Excepts(e, host, port)) ? null : set;
    }

    /// <summary>Host and port of a proxy, without its password.</summary>
    public string Place(string variable) => AddressVariables.Read(variable, _variables[variable]) is { } proxy ? proxy.Place : "a proxy";

    /// <summary>As generously as any program reads it: a name with its subdomains, with or without a leading dot or star, a port, an address, a network.</summary>
    private static bool Excepts(string entry, string host, int port)
    {
        if (entry == "*") return true;
        if (entry.Contains('/', StringComparison.Ordinal)) return IPNetwork.TryParse(entry, out var network) && IPAddress.TryParse(host, out var address) && network.Contains(address);
        if (!IPAddress.TryParse(entry.Trim('[', ']'), out _) && entry.LastIndexOf(':') is > 0 and var colon && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var only))
        {
            if (only != port) return false;
            entry = entry[..colon];
        }
        var name = entry.TrimStart('*', '.').Trim('[', ']');
        return name.Length > 0 && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }
}
