using System.Net;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Gateway;

/// <summary>Pages where the dashboard was not built: said plainly, to whatever asks.</summary>
public sealed class PagesFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("/", "text/html")]
    [InlineData("/docs", "text/html")]
    [InlineData("/docs", "*/*")]
    [InlineData("/keys", "text/html")]
    public async Task Without_a_dashboard_they_say_what_it_needs(string path, string accept)
    {
        await using var ziggie = await ZiggieProcess.StartAsync("discovery: { enabled: false }\n", Cancel);
        using var http = new HttpClient { BaseAddress = ziggie.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);

        using var answer = await http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The dashboard is not built", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
