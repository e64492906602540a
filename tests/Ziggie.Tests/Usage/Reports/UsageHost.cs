using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Tests.Support;
using Ziggie.Usage;

namespace Ziggie.Tests.Usage.Reports;

/// <summary>The usage feature behind Kestrel, with callers made of a header: <c>x-caller: user/role[/key/permissions]</c>.</summary>
internal sealed class UsageHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempFolder _temp;

    private UsageHost(WebApplication app, TempFolder temp) => (_app, _temp) = (app, temp);

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public IUsageRecorder Recorder => Services.GetRequiredService<IUsageRecorder>();

    public void Record(in UsageRecord record) => _ = Recorder.Record(record);

    public static async Task<UsageHost> StartAsync(IDatabase database, UsageSettings? usage = null)
    {
        var temp = new TempFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(new DataDirectory(temp.Path));
        builder.Services.AddSingleton<ISettings>(new FixedSettings(new ZiggieSettings { Usage = usage ?? new UsageSettings() }));
        builder.Services.AddSingleton<IFeeds, SilentFeeds>();
        builder.Services.AddUsage();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (CallerOf(context) is { } caller) context.Features.Set(caller);
            return Allowed(context) ? next(context) : Refuse(context);
        });
        app.MapUsage();
        app.MapMetrics();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var host = new UsageHost(app, temp);
        host.Client.BaseAddress = new Uri(app.Urls.Single());
        return host;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string caller = "u1/Admin") =>
        Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "x-caller", caller } } }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _temp.Dispose();
    }

    private static Caller? CallerOf(HttpContext context)
    {
        if (context.Request.Headers["x-caller"] is not [{ } text]) return null;
        var parts = text.Split('/');
        var role = Enum.Parse<UserRole>(parts[1]);
        var permissions = role switch
        {
            UserRole.Viewer => Permissions.Read,
            UserRole.Member => Permissions.Models | Permissions.Uploads | Permissions.Knowledge | Permissions.Read,
            UserRole.Operator => Permissions.Models | Permissions.Read | Permissions.Operate,
            _ => Permissions.Models | Permissions.Read | Permissions.Operate | Permissions.Admin,
        };
        return new Caller
        {
            Kind = parts.Length > 2 ? CallerKind.Key : CallerKind.Token,
            UserId = parts[0],
            UserName = parts[0],
            Role = role,
            KeyId = parts.ElementAtOrDefault(2),
            Permissions = parts.Length > 3 ? Enum.Parse<Permissions>(parts[3]) : permissions,
        };
    }

    private static bool Allowed(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>() is { } access && context.Features.Get<Caller>() is { } caller && (access.Any == Permissions.None || caller.May(access.Any));

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private sealed class SilentFeeds : IFeeds
    {
        public void Publish<T>(string topic, string type, T data, JsonTypeInfo<T> json, string? ownerId = null)
        {
        }

        public bool IsWatched(string topic) => false;

        public Task WhenWatchedAsync(string topic, CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
    }
}
