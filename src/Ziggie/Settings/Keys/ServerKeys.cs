namespace Ziggie.Settings;

/// <summary>Keys of <c>server</c> and <c>database</c>.</summary>
internal static class ServerKeys
{
    private static readonly SectionShape<AnonymousNetwork> s_anonymous = new SectionShape<AnonymousNetwork>(() => new("", ""))
        .Key("cidr", new TextShape("network", TextRules.Network), "The network, such as 127.0.0.1/32.", a => a.Cidr, (a, v) => a with { Cidr = v }, required: true)
        .Key("as", Shapes.Text, "Name of the API key whose rights and limits its callers get.", a => a.As, (a, v) => a with { As = v }, required: true);

    private static readonly SectionShape<TlsSettings> s_tls = new SectionShape<TlsSettings>(() => new("", ""))
        .Key("certificate", new TextShape("path", TextRules.ExistingFile), "PEM file with the certificate and its chain.", t => t.Certificate, (t, v) => t with { Certificate = v }, required: true)
        .Key("key", new TextShape("path", TextRules.ExistingFile), "PEM file with the private key.", t => t.Key, (t, v) => t with { Key = v }, required: true);

    public static SectionShape<ServerSettings> Server { get; } = new SectionShape<ServerSettings>(() => new())
        .Key(
            "url",
            new TextShape("URL", TextRules.ListenUrl, "https?://[^/]+/?"),
            "Address to listen on. Beyond this machine: use https, or a proxy that does.",
            s => s.Url,
            (s, v) => s with { Url = v },
            restart: true)
        .Key("tls", s_tls, "Certificate for https.", s => s.Tls, (s, v) => s with { Tls = v }, restart: true)
        .Key(
            "hosts",
            Shapes.List(new TextShape("host name", TextRules.Host)),
            "Names besides `localhost`, IP addresses and the one in `server.url` that the `Host` header may carry.",
            s => s.Hosts,
            (s, v) => s with { Hosts = v })
        .Key(
            "corsOrigins",
            Shapes.List(new TextShape("origin", TextRules.Origin)),
            "Other web origins whose pages may call with a browser's session.",
            s => s.CorsOrigins,
            (s, v) => s with { CorsOrigins = v })
        .Key(
            "anonymous",
            Shapes.List(s_anonymous),
            "Networks whose callers count as a key without sending it, on the model endpoints only: for tools that cannot send one.",
            s => s.Anonymous,
            (s, v) => s with { Anonymous = v },
            restart: true) // as trustedProxies, so that a reload cannot bring the two together
        .Key(
            "trustedProxies",
            Shapes.List(new TextShape("network", TextRules.Network)),
            "Reverse proxies whose forwarding headers are believed. Not together with `server.anonymous`.",
            s => s.TrustedProxies,
            (s, v) => s with { TrustedProxies = v },
            restart: true)
        .Key(
            "basePath",
            new TextShape("path", TextRules.BasePath),
            "Path under which a reverse proxy serves Ziggie, such as `/ziggie`.",
            s => s.BasePath,
            (s, v) => s with { BasePath = v },
            restart: true);

    public static SectionShape<DatabaseSettings> Database { get; } = new SectionShape<DatabaseSettings>(() => new())
        .Key(
            "provider",
            new WordShape<string>(("sqlite", "sqlite"), ("postgres", "postgres")),
            "`sqlite` keeps a file in the data directory; `postgres` lets several Ziggies share the work.",
            d => d.Provider,
            (d, v) => d with { Provider = v },
            restart: true)
        .Key(
            "connectionString",
            Shapes.Text,
            "For postgres, such as `Host=db;Database=ziggie;Username=ziggie;Password=${DB_PASSWORD}`.",
            d => d.ConnectionString,
            (d, v) => d with { ConnectionString = v },
            secret: true,
            restart: true);
}
