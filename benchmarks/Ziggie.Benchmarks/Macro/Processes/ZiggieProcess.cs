using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>A Ziggie as built by the launcher, with everything on: keys, limits, metering, journal.</summary>
internal sealed class ZiggieProcess
{
    private readonly string _data;

    private ZiggieProcess(int port, string data, Child child) => (Port, _data, Child, Tree) = (port, data, child, ProcessTree.Of(child.Pid));

    /// <summary>Where the built program is; the launcher in front of it is not measured.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("ZIGGIE_BENCH_PROGRAM") ?? "";

    public static bool IsGiven => Program.Length > 0;

    public int Port { get; }

    public Child Child { get; }

    public ProcessTree Tree { get; }

    /// <summary>With one backend that speaks OpenAI's API on the port.</summary>
    public static async Task<ZiggieProcess> BeforeAsync(Rig rig, int upstream, string data, CancellationToken cancel)
    {
        var configuration = rig.Write($"{Path.GetFileName(data)}.yaml",
            $$"""
            backends:
              - name: up
                type: openai
                url: http://127.0.0.1:{{upstream}}/v1
                maxConcurrency: 20000
                timeouts: { betweenTokens: 30m }
            """);
        var ziggie = await UpAsync(rig, data, ["--config", configuration], cancel);
        await ziggie.AwaitModelAsync("mock", cancel);
        return ziggie;
    }

    /// <summary>Started, and /health answers.</summary>
    public static async Task<ZiggieProcess> UpAsync(Rig rig, string data, string[] options, CancellationToken cancel)
    {
        var port = Rig.FreePort();
        var child = rig.Start(Program, ["up", "--data", data, "--url", $"http://127.0.0.1:{port}", .. options]);
        await Health.AwaitAsync(child, port, "/health", cancel);
        return new ZiggieProcess(port, data, child);
    }

    /// <summary>A key with limits that are kept and never reached.</summary>
    public async Task<string> KeyAsync(CancellationToken cancel)
    {
        using var client = Client();
        using var response = await client.PostAsJsonAsync("/api/keys",
            new { name = "bench", requestsPerMinute = 1_000_000_000, tokensPerMinute = 2_000_000_000, maxConcurrency = 100_000 }, cancel);
        if (!response.IsSuccessStatusCode) throw new BenchmarkException($"no key: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel)}");
        using var key = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
        return key.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>What the page Machine does: an update every two seconds.</summary>
    public async Task<ClientWebSocket> WatchMachineAsync(CancellationToken cancel)
    {
        var page = new ClientWebSocket();
        page.Options.SetRequestHeader("Authorization", $"Bearer {CliKey()}");
        await page.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}/api/system/ws"), cancel);
        return page;
    }

    /// <summary>Returns when the model is offered.</summary>
    public async Task AwaitModelAsync(string model, CancellationToken cancel)
    {
        using var client = Client();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!(await client.GetStringAsync("/v1/models", patience.Token)).Contains($"\"{model}\"", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", CliKey());
        return client;
    }

    private string CliKey() => File.ReadAllText(Path.Combine(_data, "cli.key")).Trim();
}
