using System.Net;

namespace Ziggie.Settings;

/// <summary>What must hold between keys.</summary>
internal static class SettingsRules
{
    public static void Check(ZiggieSettings settings, Reading reading)
    {
        CheckServer(settings.Server, reading);
        CheckDatabase(settings.Database, reading);
        BackendRules.Check(settings, reading);
        AliasRules.Check(settings, reading);
        if (settings.Logging.Content) reading.Warn("logging.content", "prompts and replies are written to the log, whoever wrote them.");
    }

    private static void CheckServer(ServerSettings server, Reading reading)
    {
        if (!reading.Failed("server.url"))
        {
            var url = new Uri(server.Url);
            var secure = url.Scheme == "https";
            if (secure && server.Tls is null && !reading.Declares("server.tls"))
                reading.Error("server.url", "is https, so server.tls must name a certificate and its key; or use http:// behind a proxy that does https.");
            if (!secure && server.Tls is not null)
                reading.Error("server.tls", "has no effect while server.url is http://; make it https://, or remove server.tls.");
            if (!secure && !IsLoopback(url.Host) && server.TrustedProxies.Count == 0)
                reading.Warn("server.url", $"{url.Host} can be reached from other machines, and without https passwords and keys travel in clear; set https:// with server.tls, or a proxy with server.trustedProxies.");
        }
        if (server.Anonymous.Count > 0 && server.TrustedProxies.Count > 0)
            reading.Error("server.anonymous", "cannot be used beside server.trustedProxies, since every caller would have the proxy's address; remove one of them.");
        foreach (var network in server.Anonymous)
            reading.Warn("server.anonymous", $"anybody in {network.Cidr} may call models as the key \"{network.As}\" without sending it.");
    }

    private static void CheckDatabase(DatabaseSettings database, Reading reading)
    {
        if (reading.Failed("database.provider")) return;
        if (database.Provider == "postgres" && database.ConnectionString is null && !reading.Failed("database.connectionString"))
            reading.Error("database.connectionString", "is required for postgres, such as \"Host=localhost;Database=ziggie;Username=ziggie\".");
        if (database.Provider == "sqlite" && database.ConnectionString is not null)
            reading.Error("database.connectionString", "is only for postgres; set database.provider to postgres, or remove it (sqlite keeps its file in the data directory).");
    }

    /// <summary>Whether only this machine can reach the address.</summary>
    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
