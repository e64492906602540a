using System.Net;

namespace Ziggie.Settings;

/// <summary>What text must be, for the kinds of text that the configuration has.</summary>
internal static class TextRules
{
    public static string? NotEmpty(ref string text, Reading reading) =>
        text.Trim().Length == 0 ? "must not be empty" : text.Any(char.IsControl) ? "must not contain control characters" : null;

    /// <summary>A name that is part of addresses: <c>backend/model</c>, <c>/api/backends/{name}</c>.</summary>
    public static string? Name(ref string text, Reading reading) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? null
            : "must be a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit";

    public static string? Role(ref string text, Reading reading) =>
        text.Length is > 0 and <= 64 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? null : "must be one word, such as fast, code, large, vision or embed";

    public static string? ListenUrl(ref string text, Reading reading)
    {
        const string Example = "must be an http:// or https:// address with nothing after the port, such as \"http://127.0.0.1:54112\"";
        if (!TryHttp(text, out var uri) || uri.AbsolutePath != "/") return Example + (text.Contains("://", StringComparison.Ordinal) ? " (a path goes into server.basePath)" : "");
        text = text.TrimEnd('/');
        return null;
    }

    public static string? BackendUrl(ref string text, Reading reading)
    {
        if (!TryHttp(text, out _)) return "must be an http:// or https:// address without user, query or fragment, such as \"http://127.0.0.1:11434\" (a password belongs in apiKey or headers)";
        text = text.TrimEnd('/');
        return null;
    }

    public static string? RegistryUrl(ref string text, Reading reading)
    {
        if (!TryHttp(text, out var uri) || uri.AbsolutePath != "/") return "must be an http:// or https:// address with nothing after the host and port, such as \"https://registry.ollama.ai\"";
        text = uri.GetLeftPart(UriPartial.Authority);
        return null;
    }

    public static string? Origin(ref string text, Reading reading)
    {
        if (text == "*") return "must name each origin: \"*\" would let any web page in";
        if (!TryHttp(text, out var uri) || uri.AbsolutePath != "/") return "must be an origin: scheme, host and port without a path, such as \"https://tools.example.com\"";
        text = uri.GetLeftPart(UriPartial.Authority);
        return null;
    }

    public static string? Host(ref string text, Reading reading)
    {
        var kind = text.Contains('/', StringComparison.Ordinal) ? UriHostNameType.Unknown : Uri.CheckHostName(text);
        if (kind is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return "must be a host name without scheme or port, such as \"ziggie.example.com\"";
        text = text.ToLowerInvariant();
        return null;
    }

    public static string? Network(ref string text, Reading reading)
    {
        const string Wrong = "must be a network such as 127.0.0.1/32, 192.168.1.0/24 or fd00::/8";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address)) return Wrong;
        if (slash < 0)
        {
            text = new IPNetwork(address, address.GetAddressBytes().Length * 8).ToString();
            return null;
        }
        if (!IPNetwork.TryParse(text, out var network)) return Wrong;

        // 10.0.0.7/8 may be meant as one machine or as sixteen million: better asked than guessed.
        if (!network.BaseAddress.Equals(address)) return "must be a network whose bits after the prefix are zero, such as 192.168.1.0/24 (a single machine has /32, or /128 in IPv6)";
        text = network.ToString();
        return null;
    }

    public static string? BasePath(ref string text, Reading reading)
    {
        text = text.TrimEnd('/');
        if (text.Length == 0) return null;
        return text[0] == '/' && Uri.TryCreate("http://h" + text, UriKind.Absolute, out var uri) && uri.AbsolutePath == text && uri.Query.Length == 0 && uri.Fragment.Length == 0 && !text.Contains("//", StringComparison.Ordinal)
            ? null
            : "must be a path that begins with '/', such as \"/ziggie\"";
    }

    /// <summary>Makes a path absolute: <c>~</c> is the home directory, relative ones start at the configuration file.</summary>
    public static string? FilePath(ref string text, Reading reading)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)) return "must be a path";
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal))
            text = Path.Join(reading.Environment.GetValueOrDefault("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text[1..]);
        text = Path.GetFullPath(text, reading.BaseDirectory);
        return null;
    }

    public static string? ExistingFile(ref string text, Reading reading) =>
        FilePath(ref text, reading) ?? (File.Exists(text) ? null : "must be a file that exists and may be read");

    private static bool TryHttp(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!)
        && uri.Scheme is "http" or "https"
        && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && !text.Any(char.IsWhiteSpace);
}
