using Ziggie.Settings;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>Where a model comes from, and what it is called here.</summary>
internal abstract record PullSource
{
    private const int MaxText = 2048;

    /// <summary>Its name in lists and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Where it comes from, for messages.</summary>
    public abstract string Origin { get; }

    /// <summary>Two pulls with the same target would write the same files.</summary>
    public abstract string Target { get; }

    /// <summary>Reads a name or an address.</summary>
    /// <param name="sha256">For an address: what the file must hash to.</param>
    /// <param name="name">For an address: what to call the file here.</param>
    /// <exception cref="PullException">It is neither.</exception>
    public static PullSource Parse(string text, string? sha256, string? name, ModelStoreSettings settings)
    {
        if (text.Length is 0 or > MaxText) throw new PullException(PullFault.BadRequest, $"Name the model, or its address, in up to {MaxText} characters.");
        if (text.Any(char.IsControl)) throw new PullException(PullFault.BadRequest, "The model's name has a control character in it.");
        if (text.Contains("://", StringComparison.Ordinal)) return UrlSource.Parse(text, sha256, name);
        if (sha256 is { Length: > 0 }) throw new PullException(PullFault.BadRequest, "sha256 is for the address of a file; a registry's models carry their own.");
        if (name is { Length: > 0 }) throw new PullException(PullFault.BadRequest, "A name of its own is for the address of a file; a registry's models keep theirs.");
        return RegistrySource.Parse(text, settings);
    }
}

/// <summary>A model of a registry.</summary>
/// <param name="Registry">Scheme, host and port.</param>
internal sealed record RegistrySource(RegistryName Model, Uri Registry, string DefaultHost) : PullSource
{
    public override string Name => Model.Short(DefaultHost);

    public override string Origin => Registry.Authority;

    public override string Target => Model.ToString();

    public static RegistrySource Parse(string text, ModelStoreSettings settings)
    {
        var standard = new Uri(settings.Registry);
        var model = RegistryName.Parse(text, standard.Authority);
        if (model.Host == standard.Authority) return new RegistrySource(model, standard, standard.Authority);
        var plain = new Uri($"http://{model.Host}/");
        return new RegistrySource(model, RegistryName.IsThisMachine(plain) ? plain : new Uri($"https://{model.Host}/"), standard.Authority);
    }
}

/// <summary>A GGUF file at an address.</summary>
/// <param name="File">What it is called below the models folder, with <c>.gguf</c>.</param>
internal sealed record UrlSource(Uri Address, string File, Digest? Sha256) : PullSource
{
    private const string Extension = ".gguf";
    private const string InFragment = "#sha256=";

    public override string Name => File[..^Extension.Length];

    public override string Origin => Address.ToString();

    public override string Target => File;

    public static UrlSource Parse(string text, string? sha256, string? name)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw Bad("The address must begin with http:// or https://, such as https://example.com/model.gguf.");
        if (address.UserInfo.Length > 0) throw Bad("The address has a user name or password in it, which would be kept and shown; leave it out.");
        var digest = DigestOf(address, sha256);
        var bare = new UriBuilder(address) { Fragment = "" }.Uri;
        return new UrlSource(bare, name is { Length: > 0 } ? Named(name) : Named(bare), digest);
    }

    private static Digest? DigestOf(Uri address, string? sha256)
    {
        var fragment = address.Fragment.StartsWith(InFragment, StringComparison.OrdinalIgnoreCase) ? address.Fragment[InFragment.Length..] : null;
        if (sha256 is { Length: > 0 } && fragment is not null && Digest.Parse(sha256) != Digest.Parse(fragment)) throw Bad("The address and sha256 name different digests.");
        var text = sha256 is { Length: > 0 } ? sha256 : fragment;
        return text is null ? null : Digest.Parse(text) ?? throw Bad("sha256 must have 64 hexadecimal digits.");
    }

    private static string Named(Uri address)
    {
        var last = Uri.UnescapeDataString(address.Segments[^1]);
        return last.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && IsFileName(last)
            ? last
            : throw Bad("The address does not end in the plain name of a .gguf file; give the file a name of its own, such as my-model.");
    }

    /// <summary>A name that somebody chose; folders are allowed.</summary>
    private static string Named(string name)
    {
        var file = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name : name + Extension;
        var parts = file.Split('/');
        if (parts.Length > 4 || !parts.All(IsFileName) || (parts.Length > 1 && parts[0] is "blobs" or "manifests"))
            throw Bad("The name must be made of letters, digits, '.', '_', '-', '+' and spaces, may have folders before it, and no part may begin with a dot.");
        return file;
    }

    private static bool IsFileName(string text) =>
        text.Length is > 0 and <= 200
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && text[^1] != ' '
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or ' ');

    private static PullException Bad(string message) => new(PullFault.BadRequest, message);
}
