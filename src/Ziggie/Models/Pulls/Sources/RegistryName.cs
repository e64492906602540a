using System.Net;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>A model's whole name in a registry. Every part is checked, so that it is safe as a part of an address and as a folder's name.</summary>
/// <param name="Host">With its port where it has one.</param>
internal sealed record RegistryName(string Host, string Namespace, string Model, string Tag)
{
    private const int MaxPart = 80;
    private const int MaxHost = 253;

    /// <summary>As people write it: what goes without saying is left out.</summary>
    public string Short(string defaultHost)
    {
        var name = $"{Model}:{Tag}";
        if (Host != defaultHost) return $"{Host}/{Namespace}/{name}";
        return Namespace == DefaultNamespace ? name : $"{Namespace}/{name}";
    }

    private const string DefaultNamespace = "library";
    private const string DefaultTag = "latest";

    public override string ToString() => $"{Host}/{Namespace}/{Model}:{Tag}";

    /// <summary>Reads <c>[[host/]namespace/]model[:tag]</c>.</summary>
    /// <exception cref="PullException">It is no name.</exception>
    public static RegistryName Parse(string text, string defaultHost)
    {
        var parts = text.Split('/');
        if (parts.Length > 3) throw Bad(text, "it has too many parts");
        var last = parts[^1];
        var colon = last.IndexOf(':', StringComparison.Ordinal);
        var (model, tag) = colon < 0 ? (last, DefaultTag) : (last[..colon], last[(colon + 1)..]);
        var name = new RegistryName(parts.Length == 3 ? parts[0].ToLowerInvariant() : defaultHost, parts.Length > 1 ? parts[^2] : DefaultNamespace, model, tag);
        if (!IsHost(name.Host)) throw Bad(text, $"\"{Shown(name.Host)}\" is no host");
        if (!IsPart(name.Namespace)) throw Bad(text, $"\"{Shown(name.Namespace)}\" is no namespace");
        if (!IsPart(name.Model)) throw Bad(text, name.Model.Length == 0 ? "the model is missing" : $"\"{Shown(name.Model)}\" is no model");
        if (!IsPart(name.Tag)) throw Bad(text, name.Tag.Length == 0 ? "the tag behind ':' is missing" : $"\"{Shown(name.Tag)}\" is no tag");
        return name;
    }

    /// <summary>Begins with a letter, digit or '_', so neither <c>.</c> nor <c>..</c> nor a hidden file.</summary>
    public static bool IsPart(string text) =>
        text.Length is > 0 and <= MaxPart
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    public static bool IsHost(string text)
    {
        if (text.Length is 0 or > MaxHost || !Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri)) return false;
        return uri.Authority == text && uri.UserInfo.Length == 0 && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 && text[0] != '.';
    }

    public static bool IsThisMachine(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static PullException Bad(string text, string why) => new(
        PullFault.BadRequest,
        $"\"{Shown(text)}\" is no model's name: {why}. Write it as llama3.2, llama3.2:3b, hf.co/ORG/REPO:Q4_K_M or HOST:PORT/NAMESPACE/MODEL:TAG, with letters, digits, '.', '_' and '-'; or give the http(s) address of a .gguf file.");

    private static string Shown(string text)
    {
        var plain = string.Concat(text.Where(c => !char.IsControl(c)));
        return plain.Length <= 100 ? plain : plain[..100] + "…";
    }
}
