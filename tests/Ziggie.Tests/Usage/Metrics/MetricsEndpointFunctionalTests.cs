using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Usage.Reports;
using Ziggie.Usage.Metrics;
using Ziggie.Wire;

namespace Ziggie.Tests.Usage.Metrics;

public sealed class MetricsEndpointFunctionalTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>
{
    [Fact]
    public async Task Metrics_and_overview_are_served_to_who_may_read()
    {
        await using var host = await UsageHost.StartAsync(database.Database);
        host.Services.GetRequiredService<IGatewayMetrics>().Observe(new GatewayObservation
        {
            Operation = Operation.Chat,
            Backend = "b1",
            Status = 200,
            OverheadMicros = 1,
            FirstTokenMicros = 2,
            TotalMicros = 3,
            Tokens = new TokenUsage(1, 1),
        });
        using var response = await host.GetAsync("/metrics", "u1/Viewer");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\nprocess_resident_memory_bytes ", text, StringComparison.Ordinal);
        Assert.Contains("\nziggie_requests_total{", text, StringComparison.Ordinal);

        using var live = await host.GetAsync("/api/usage/live", "u1/Viewer");
        Assert.Contains("\"totalRequests\":1", await live.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var refused = await host.GetAsync("/metrics", "u1/Member/k1/Models");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
