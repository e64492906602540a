using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Identity.Door;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Identity;

/// <summary>Identity behind a real Kestrel, on a clock of its own, with a few endpoints to knock at.</summary>
public sealed class IdentityHost : IAsyncDisposable
{
    public const string AdminPassword = "correct-horse-9";

    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private IdentityHost(WebApplication app, string folder, bool ownsFolder, ManualTime time, FixedSettings settings, IdentityBootstrap bootstrap)
    {
        (_app, Folder, _ownsFolder, Time, Settings, Bootstrap) = (app, folder, ownsFolder, time, settings, bootstrap);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public string Folder { get; }
    public ManualTime Time { get; }
    public FixedSettings Settings { get; }
    public IdentityBootstrap Bootstrap { get; }
    public Uri Address { get; }
    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IdentityHost> StartAsync(
        Func<ServerSettings, ServerSettings>? server = null, string? folder = null, IStartedDatabase? database = null, ManualTime? time = null,
        string? adminPassword = AdminPassword, string? masterKey = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("ziggie-identity-").FullName;
        time ??= new ManualTime();
        var settings = new FixedSettings(new ZiggieSettings { Server = server?.Invoke(new ServerSettings()) ?? new ServerSettings() });

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<ISettings>(settings);
        builder.Services.AddSingleton(new DataDirectory(folder));
        builder.Services.AddStorage();
        // The database waits for a server that is away in real time.
        builder.Services.AddSingleton(provider => database ?? new SqliteDatabase(Path.Combine(folder, "ziggie.db"), TimeProvider.System, provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        builder.Services.AddAudit();
        builder.Services.AddIdentity();
        // Slow hashes are for attackers, not for tests.
        builder.Services.AddSingleton(new Passwords(new PasswordHasherOptions { IterationCount = 1000 }));
        builder.Services.AddSingleton(new IdentityEnvironment(adminPassword, masterKey));

        var app = builder.Build();
        await app.Services.StartStorageAsync(Cancel);
        app.Services.StartAudit();
        var bootstrap = await app.Services.StartIdentityAsync(Cancel);
        app.UseZiggieDoor();
        app.MapIdentity();
        app.MapAudit();
        MapDoors(app);
        await app.StartAsync(Cancel);
        return new IdentityHost(app, folder, ownsFolder, time, settings, bootstrap);
    }

    public HttpClient Client(string? bearer = null, bool cookies = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = cookies, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        if (bearer is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    public async Task<HttpClient> SignedInAsync(string user = "admin", string password = AdminPassword) =>
        Client((await LoginAsync(user, password)).GetProperty("access_token").GetString());

    public async Task<JsonElement> LoginAsync(string user = "admin", string password = AdminPassword)
    {
        using var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = user, password }, Cancel);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    /// <summary>Adds a user of a role, named like it, and signs in.</summary>
    public async Task<HttpClient> SignedInAsAsync(string role)
    {
        using var admin = await SignedInAsync();
        using var made = await admin.PostAsJsonAsync("/api/users", new { username = role, password = "a-password-77", role }, Cancel);
        Assert.Equal(201, (int)made.StatusCode);
        return await SignedInAsync(role, "a-password-77");
    }

    /// <summary>Makes a key and returns its id and the key.</summary>
    public static async Task<(string Id, string Key)> MakeKeyAsync(HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync("/api/keys", body, Cancel);
        Assert.Equal(201, (int)answer.StatusCode);
        var key = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (key.GetProperty("id").GetString()!, key.GetProperty("key").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private static void MapDoors(WebApplication app)
    {
        Task Ok(HttpContext context) => context.Response.WriteAsync(context.Features.Get<Caller>()?.KeyName ?? "ok", context.RequestAborted);
        app.MapMethods("/v1/models", ["GET", "POST"], Ok).Needs(Permissions.Models);
        app.MapPost("/v1/messages", Ok).Needs(Permissions.Models);
        app.MapGet("/api/tags", Ok).Needs(Permissions.Models);
        app.MapGet("/api/state", Ok).Needs(Permissions.Read);
        app.MapPost("/api/operate", Ok).Needs(Permissions.Operate);
        app.MapGet("/health", Ok).Open();
        app.MapPost("/open", Ok).Open();
        app.MapGet("/forgotten", Ok);
        app.MapGet("/fault", (HttpContext _) => throw new InvalidOperationException("secret inside")).Open();
        app.MapGet("/away", (HttpContext _) => throw new DatabaseUnavailableException("The database is away.")).Open();
        // Runs until the caller is revoked, as a stream does.
        app.MapGet("/stream", async context =>
        {
            await context.Response.WriteAsync("begun", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.Caller().Revoked);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, both.Token);
            }
            catch (OperationCanceledException)
            {
                await context.Response.WriteAsync(" ended", context.RequestAborted);
            }
        }).NeedsCaller();
    }
}
