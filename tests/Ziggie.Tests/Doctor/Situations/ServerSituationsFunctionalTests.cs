using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Servers that are not as they should be, and the doctor of the real program beside them.</summary>
[Collection(SituationTests.Name)]
public sealed class ServerSituationsFunctionalTests
{
    private const string Config = "discovery: { enabled: false }\nmodels: { ollamaStores: [] }\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90_000)]
    public async Task A_healthy_machine_gives_nothing()
    {
        using var server = await FakeOllama.StartAsync(Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync($"{Backend(server.Url)}aliases: {{ fast: [\"llama3:8b\"] }}\n", Cancel);

        Assert.Empty((await ziggie.ExamineAsync()).Named());
    }

    [Theory(Timeout = 90_000)]
    [InlineData("7200", "problem", "2 h ahead of")]
    [InlineData("-120", "warning", "behind")]
    public async Task A_wrong_clock_is_seen(string seconds, string severity, string says)
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["SKEW"] = seconds });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);

        var finding = await ziggie.OnlyCauseAsync("S502", "backend:one");

        Assert.Equal(severity, finding.Text("severity"));
        Assert.Contains(says, finding.Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_server_that_takes_only_localhost_is_seen()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["FOREIGN"] = "1" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);

        Assert.Contains($"http://localhost:{server.Port}", (await ziggie.OnlyCauseAsync("C303", "backend:one")).Text("fix"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task An_Ollama_that_listens_elsewhere_is_the_cause_of_a_refused_backend()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["OLLAMA_HOST"] = "http://127.0.0.1" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend($"http://127.0.0.1:{ZiggieProcess.FreePort()}"), Cancel);

        var finding = await ziggie.OnlyCauseAsync("C302", "backend:one");

        Assert.Contains($"127.0.0.1:{server.Port}", finding.Text("cause"), StringComparison.Ordinal);
        Assert.Contains("without a port it means port 80", finding.Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task Files_near_the_limit_are_seen()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["OPEN"] = "50" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);
        Assert.Empty((await ziggie.ExamineAsync()).Named());

        using var limit = Process.Start("prlimit", ["--pid", $"{server.Pid}", "--nofile=60:60"]);
        await limit.WaitForExitAsync(Cancel);

        Assert.Contains("may have 60", (await ziggie.OnlyCauseAsync("S508", $"process:{server.Pid}")).Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_of_variables_that_changed_after_the_start_is_seen()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["OLLAMA_KEEP_ALIVE"] = "5m" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);
        var file = Path.Combine(server.Folder, ".env");
        await File.WriteAllTextAsync(file, "OLLAMA_KEEP_ALIVE=5m\nOLLAMA_API_KEY=hush-hush\n", Cancel);
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));

        var finding = await ziggie.OnlyCauseAsync("C301", $"process:{server.Pid}");

        Assert.Contains("OLLAMA_API_KEY", finding.Text("cause"), StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", finding.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("OLLAMA_KEEP_ALIVE", finding.Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_of_variables_beside_ziggie_yaml_that_nobody_read_is_seen()
    {
        using var server = await FakeOllama.StartAsync(Cancel);
        await using var ziggie = await ZiggieProcess.PrepareAsync(Backend(server.Url), Cancel);
        await File.WriteAllTextAsync(Path.Combine(ziggie.Folder, ".env"), "ZIGGIE__LIMITS__JSONDEPTH=12\n", Cancel);
        await ziggie.StartAgainAsync(Cancel);

        Assert.Contains("ZIGGIE__LIMITS__JSONDEPTH", (await ziggie.OnlyCauseAsync("C301", $"file:{Path.Combine(ziggie.Folder, ".env")}")).Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_model_that_is_called_differently_is_named()
    {
        using var server = await FakeOllama.StartAsync(Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync($"{Backend(server.Url)}aliases: {{ fast: [\"Llama3:8B\"] }}\n", Cancel);

        var finding = await ziggie.OnlyCauseAsync("C307", "alias:fast");

        Assert.Contains("nearest: llama3:8b", finding.Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task Prompts_that_fill_the_context_are_seen_from_the_second_on()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["FILLS"] = "4090" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);
        await AskAsync(ziggie);
        await Eventually.TrueAsync(async () => await RequestsAsync(ziggie) == 1);
        Assert.Empty((await ziggie.ExamineAsync()).Named());

        await AskAsync(ziggie);
        await Eventually.TrueAsync(async () => await RequestsAsync(ziggie) == 2);

        Assert.Contains("4090 input tokens where it holds 4096", (await ziggie.OnlyCauseAsync("C305", "backend:one")).Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task Prompts_that_fit_are_no_finding()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["FILLS"] = "3000" });
        await using var ziggie = await ZiggieProcess.StartAsync(Backend(server.Url), Cancel);
        for (var i = 0; i < 3; i++) await AskAsync(ziggie);
        await Eventually.TrueAsync(async () => await RequestsAsync(ziggie) == 3);

        Assert.Empty((await ziggie.ExamineAsync()).Named());
    }

    private static string Backend(string url) => $"{Config}backends: [{{ name: one, type: ollama, url: \"{url}\" }}]\n";

    private static async Task AskAsync(ZiggieProcess ziggie)
    {
        using var answer = await ziggie.Caller.PostAsJsonAsync("/api/chat", new { model = "llama3:8b", stream = false, messages = new[] { new { role = "user", content = "hello" } } }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<int> RequestsAsync(ZiggieProcess ziggie) =>
        (await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/usage/requests?limit=10", Cancel)).GetProperty("items").GetArrayLength();
}
