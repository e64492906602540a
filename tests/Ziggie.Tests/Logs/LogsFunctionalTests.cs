using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Feeds;
using Ziggie.Logs;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Logs;

/// <summary>The log, followed over HTTP.</summary>
public sealed class LogsFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_quiet_log_is_kept_open_with_pings()
    {
        var time = new ManualTime();
        await using var host = await StartAsync(time);
        using var client = host.As("admin");
        using var answer = await client.GetAsync("/api/logs?follow=true&tail=0", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        for (var i = 0; i < 3; i++)
        {
            var line = ReadAsync(lines);
            await Eventually.TrueAsync(() =>
            {
                if (!line.IsCompleted) time.Advance(TimeSpan.FromSeconds(15));
                return line.IsCompleted;
            });
            Assert.Equal(": ping", await line);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Lines_come_as_they_are_logged()
    {
        await using var host = await StartAsync(new ManualTime());
        var log = host.Services.GetRequiredService<LogRing>().CreateLogger("Tests");
        log.Log(LogLevel.Information, 0, "before", null, (s, _) => s);
        using var client = host.As("admin");
        using var answer = await client.GetAsync("/api/logs?follow=true", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await ReadUntilAsync(lines, "\"message\":\"before\"");
        log.Log(LogLevel.Warning, 0, "after", null, (s, _) => s);
        await ReadUntilAsync(lines, "\"message\":\"after\"");
    }

    private static Task<TestHost> StartAsync(TimeProvider time) => TestHost.StartAsync(
        services => services.AddSingleton(time).AddSingleton(new FeedLimits()).AddLogs(),
        routes => routes.MapLogs());

    private static async Task<string?> ReadAsync(StreamReader lines)
    {
        string? line;
        while ((line = await lines.ReadLineAsync(Cancel)) is "")
        {
        }
        return line;
    }

    // The host logs lines of its own.
    private static async Task ReadUntilAsync(StreamReader lines, string text)
    {
        while (await ReadAsync(lines) is { } line) if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)) return;
        Assert.Fail($"The stream ended before {text}.");
    }
}
