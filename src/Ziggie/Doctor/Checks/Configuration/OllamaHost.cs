using System.Globalization;
using System.Net;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>OLLAMA_HOST as Ollama itself reads it.</summary>
/// <param name="Host">Empty means all addresses.</param>
/// <param name="Trouble">Why it is not what somebody would take it for; null where it is.</param>
internal sealed record OllamaHost(string Scheme, string Host, int Port, string Path, string? Trouble)
{
    public const string Variable = "OLLAMA_HOST";
    private const int UsualPort = 11434;

    public bool IsEverywhere => Host is "" or "0.0.0.0" or "::";

    public static OllamaHost Read(string? value)
    {
        var text = (value ?? "").Trim().Trim('"', '\'').Trim();
        var (scheme, rest, usual) = ("http", text, UsualPort);
        if (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon)
        {
            (scheme, rest) = (text[..colon], text[(colon + 3)..]);
            usual = scheme switch { "http" => 80, "https" => 443, _ => UsualPort };
        }
        else if (text == "ollama.com")
        {
            (scheme, rest) = ("https", "ollama.com:443");
        }
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (place, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var (host, port, hasPort) = Split(place);
        var isNumber = int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 65_535;
        if (!hasPort || !isNumber) number = usual;
        return new OllamaHost(scheme, host, number, path, WhatIsWrong(scheme, usual, hasPort, isNumber, port, path));
    }

    public override string ToString() => $"{(IsEverywhere ? "all addresses" : Host)}, port {Port}";

    /// <summary>As Go's net.SplitHostPort, and what Ollama does where that fails.</summary>
    private static (string Host, string Port, bool HasPort) Split(string place)
    {
        var last = place.LastIndexOf(':');
        if (last >= 0 && place.StartsWith('[') && place[last - 1] == ']') return (place[1..(last - 1)], place[(last + 1)..], true);
        if (last >= 0 && !place.StartsWith('[') && place.IndexOf(':', StringComparison.Ordinal) == last) return (place[..last], place[(last + 1)..], true);
        if (IPAddress.TryParse(place.Trim('[', ']'), out var address)) return (address.ToString(), "", false);
        return (place.Length == 0 ? "127.0.0.1" : place, "", false);
    }

    private static string? WhatIsWrong(string scheme, int usual, bool hasPort, bool isNumber, string port, string path)
    {
        if (hasPort && !isNumber) return $"its port \"{Amounts.OneLine(port, 20)}\" is no number from 0 to 65535, so Ollama drops it and takes {usual}";
        if (!hasPort && usual != UsualPort) return $"with {scheme}:// and without a port it means port {usual}, not {UsualPort}";
        if (scheme is not ("http" or "https")) return $"{Amounts.OneLine(scheme, 20)}:// is neither http nor https";
        return path.Length > 0 ? $"a server does not use the path /{Amounts.OneLine(path, 40)}" : null;
    }
}
