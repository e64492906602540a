using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Ziggie.Backends;
using Ziggie.Cli;
using Ziggie.Server.Dashboard;
using Ziggie.Settings;

namespace Ziggie.Server.Up;

/// <summary>Puts the program together: which features, on which socket, in which order requests meet them.</summary>
internal static class ServerBuilder
{
    /// <summary>How long running requests may go on after a signal.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    public static WebApplication Build(UpOptions options, ZiggieSettings settings, SettingsResult configuration, DataDirectory data, IReadOnlyDictionary<string, string> environment, IPAddress address, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ziggie", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        builder.Logging.SetMinimumLevel(Enum.TryParse<LogLevel>(settings.Logging.Level, ignoreCase: true, out var level) ? level : LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelCore();
        // The gateway never blocks, so its work runs where the socket became ready; everything else leaves that thread at once (UseZiggie).
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        if (settings.Server.Tls is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, address, port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_grace);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(data);
        builder.Services.AddZiggie(configuration, new CatalogOptions(options.Demo), new DiscoveryTargets(environment.GetValueOrDefault("OLLAMA_HOST") ?? environment.GetValueOrDefault("OLLAMA_URL"), DiscoveryTargets.Local));
        builder.Services.AddSingleton(new DashboardFiles(Path.Combine(AppContext.BaseDirectory, "dashboard")));
        var app = builder.Build();
        // A page and its files are for everybody: the page is what asks for the password.
        app.UseZiggie(next => context => context.GetEndpoint() is null && DashboardFiles.Wants(context)
            ? context.RequestServices.GetRequiredService<DashboardFiles>().ServeAsync(context)
            : next(context));
        app.MapZiggie();
        RootEndpoint.Map(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, ZiggieSettings settings, IPAddress address, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.Limits.BodyBytes + 1;
        kestrel.AllowResponseHeaderCompression = false;
        kestrel.Listen(address, port, listen =>
        {
            if (settings.Server.Tls is { } tls)
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key));
            }
            else
            {
                listen.Protocols = HttpProtocols.Http1;
            }
        });
    }
}
