using System.Net;

namespace Ziggie.Cli.Http;

/// <summary>Which control center to talk to, and with which key.</summary>
internal sealed record Connection(Uri Url, string? Key, string Data)
{
    private const string DefaultUrl = "http://127.0.0.1:54112";

    /// <summary>
    /// The address: option, ZIGGIE_URL, DATA/cli.url (written by a running control center), default. The key: option, ZIGGIE_KEY,
    /// DATA/cli.key. That last one opens everything, so it goes only to this machine or to the address that lies beside it.
    /// </summary>
    public static Connection Find(CliHost host, string? url, string? key, string data)
    {
        var written = ReadLine(Path.Join(data, "cli.url"));
        var text = url ?? host.Variable("ZIGGIE_URL") ?? written ?? DefaultUrl;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw new CliException(ExitCode.Usage, $"\"{text}\" is no address; write it as http://HOST:PORT.");
        var own = IsThisMachine(address) || (written is not null && text == written);
        return new Connection(address, key ?? host.Variable("ZIGGIE_KEY") ?? (own ? ReadLine(Path.Join(data, "cli.key")) : null), data);
    }

    public static bool IsThisMachine(Uri url) =>
        url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>As a person writes it, without the final slash.</summary>
    public override string ToString() => Url.ToString().TrimEnd('/');

    private static string? ReadLine(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line ? line : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
