using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>What the settings page is told.</summary>
public sealed class SettingsEndpointsTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_value_in_force_comes_with_its_source_and_secrets_masked()
    {
        _folder.Write("""
            server: { hosts: [a.example] }
            backends:
              - { name: cloud, type: openai, url: "https://h/v1", apiKey: hunter2, headers: { X-Secret: hunter2 }, models: [{ name: m, roles: [fast] }] }
            """);
        await using var app = await StartAsync(("ZIGGIE__LOGGING__LEVEL", "debug"));

        var text = await new HttpClient().GetStringAsync(new Uri(app.Urls.First() + "/api/settings"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        using var page = JsonDocument.Parse(text);
        var items = page.RootElement.GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("key").GetString()!);
        Assert.Equal(("default", "http://127.0.0.1:54112"), (Source(items["server.url"]), Value(items["server.url"])));
        Assert.Equal(("file", 1), (Source(items["server.hosts"]), items["server.hosts"].GetProperty("line").GetInt32()));
        Assert.Equal(("environment", "ZIGGIE__LOGGING__LEVEL", "debug"), (Source(items["logging.level"]), items["logging.level"].GetProperty("sourceName").GetString(), Value(items["logging.level"])));
        Assert.Equal((true, "••••••"), (items["backends.cloud.apiKey"].GetProperty("secret").GetBoolean(), Value(items["backends.cloud.apiKey"])));
        Assert.Equal("••••••", Value(items["backends.cloud.headers.X-Secret"]));
        Assert.Equal(3, items["backends.cloud.url"].GetProperty("line").GetInt32());
        Assert.Equal("[\"fast\"]", items["backends.cloud.models.m.roles"].GetProperty("value").GetRawText());
        Assert.Equal("10m", Value(items["backends.cloud.timeouts.load"]));
        Assert.Equal(_folder.File, page.RootElement.GetProperty("file").GetString());
    }

    [Fact]
    public async Task It_is_for_admins_alone()
    {
        await using var app = await StartAsync();

        var endpoint = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single(e => e.DisplayName!.Contains("/api/settings", StringComparison.Ordinal));
        Assert.Equal(new EndpointAccess(Permissions.Admin), endpoint.Metadata.GetMetadata<EndpointAccess>());
    }

    private async Task<WebApplication> StartAsync(params (string, string)[] environment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSettings(_folder.Load(environment));
        var app = builder.Build();
        app.MapSettings();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string? Source(JsonElement item) => item.GetProperty("source").GetString();

    private static string? Value(JsonElement item) => item.GetProperty("value").GetString();
}
