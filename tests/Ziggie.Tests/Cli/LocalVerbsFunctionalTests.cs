using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Cli;

/// <summary>Verbs that work on files and ports: backup and restore, migrate, config validate, simulate, and the first start of up.</summary>
public sealed class LocalVerbsFunctionalTests : IDisposable
{
    private const string Config = "discovery: { enabled: false }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-test-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task A_backup_of_a_running_one_is_restored_elsewhere_with_keys_and_usage()
    {
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        var asked = await ziggie.Caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false);
        Assert.Single(await SteadyCallers.RecordedAsync(ziggie));

        var written = await RunAsync("backup", "z.backup", "--data", ziggie.DataPath, "--json");
        var again = await RunAsync("backup", "z.backup", "--data", ziggie.DataPath);
        var inUse = await RunAsync("restore", "z.backup", "--data", ziggie.DataPath);
        var migrating = await RunAsync("migrate", "--data", ziggie.DataPath);
        Assert.Equal((0, new FileInfo(InFolder("z.backup")).Length), (written.Code, written.Json.GetProperty("bytes").GetInt64()));
        Assert.Equal((1, 7, 7), (again.Code, inUse.Code, migrating.Code));
        Assert.Contains($"{ziggie.Pid}", inUse.Errors, StringComparison.Ordinal);

        await using var other = await ZiggieProcess.PrepareAsync(Config, Cancel);
        var restored = await RunAsync("restore", "z.backup", "--data", other.DataPath, "--json");
        var twice = await RunAsync("restore", "z.backup", "--data", other.DataPath);
        var forced = await RunAsync("restore", "z.backup", "--data", other.DataPath, "--force", "--json");
        Assert.Equal((0, 1, 0), (restored.Code, twice.Code, forced.Code));
        Assert.Equal(other.DataPath, restored.Json.GetProperty("data").GetString());
        Assert.Contains("--force", twice.Errors, StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, forced.Json.GetProperty("kept").ValueKind);

        await other.StartAgainAsync(Cancel);
        using var caller = other.Client(ziggie.Key);
        Assert.Equal(200, (await caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false)).Status);
        Assert.Contains(asked.Header("x-request-id"), await SteadyCallers.RecordedAsync(other));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_backup_of_one_on_PostgreSQL_is_restored_without_PostgreSQL()
    {
        await using var ziggie = await ZiggieProcess.StartAsync($"{Config}database: {{ provider: postgres, connectionString: \"{await PostgresFixture.NewDatabaseAsync()}\" }}\n", Cancel);
        var asked = await ziggie.Caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false);
        Assert.Single(await SteadyCallers.RecordedAsync(ziggie));

        foreach (var name in (string[])["first.backup", "second.backup"]) Assert.Equal(0, (await RunAsync("backup", name, "--data", ziggie.DataPath)).Code);
        Assert.Equal(200, (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false)).Status);

        await using var other = await ZiggieProcess.PrepareAsync(Config, Cancel);
        var restored = await RunAsync("restore", "second.backup", "--data", other.DataPath);
        Assert.True(restored.Code == 0, restored.ToString());
        await other.StartAgainAsync(Cancel);
        using var caller = other.Client(ziggie.Key);
        Assert.Equal(200, (await caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false)).Status);
        Assert.Contains(asked.Header("x-request-id"), await SteadyCallers.RecordedAsync(other));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stopped_one_is_backed_up_offline_and_migrated()
    {
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel);
        Assert.Equal(0, await ziggie.StopAsync(Cancel));

        var written = await RunAsync("backup", "z.backup", "--offline", "--data", ziggie.DataPath, "--json");
        var migrated = await RunAsync("migrate", "--data", ziggie.DataPath, "--json");
        var missing = await RunAsync("restore", "no-such-file", "--data", InFolder("new"));
        await File.WriteAllTextAsync(InFolder("text"), "not a backup", Cancel);
        var wrong = await RunAsync("restore", "text", "--data", InFolder("new"));

        Assert.Equal((0, new FileInfo(InFolder("z.backup")).Length), (written.Code, written.Json.GetProperty("bytes").GetInt64()));
        Assert.Equal((0, true), (migrated.Code, migrated.Json.GetProperty("upToDate").GetBoolean()));
        Assert.Equal((1, 1), (missing.Code, wrong.Code));
        Assert.Contains(InFolder("text"), wrong.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Config_validate_lists_every_error_with_file_line_and_key()
    {
        await File.WriteAllTextAsync(InFolder("ziggie.yaml"), "server: { url: \"http://127.0.0.1:1\" }\nserverr: {}\nbackends:\n  - { name: a, type: olama, url: \"http://127.0.0.1:1\" }\n", Cancel);

        var broken = await RunAsync("config", "validate", "--json");
        var text = await RunAsync("config", "validate");
        await File.WriteAllTextAsync(InFolder("ziggie.yaml"), Config, Cancel);
        var good = await RunAsync("config", "validate", "--json");

        Assert.Equal((3, 3, 0), (broken.Code, text.Code, good.Code));
        Assert.False(broken.Json.GetProperty("valid").GetBoolean());
        Assert.Equal([("serverr", 2), ("backends.a.type", 4)], broken.Json.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("key").GetString(), e.GetProperty("line").GetInt32())));
        Assert.Equal("", text.Out);
        Assert.Contains("ziggie.yaml:4", text.Errors, StringComparison.Ordinal);
        Assert.True(good.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(InFolder("ziggie.yaml"), good.Json.GetProperty("file").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Simulate_serves_until_interrupted_and_names_who_holds_its_port()
    {
        var port = ZiggieProcess.FreePort();
        using var simulating = ZiggieProcess.Launch(["simulate", "--port", $"{port}", "--dialect", "ollama", "--model", "llama", "--first", "0ms", "--gap", "0ms", "--tokens", "3"]);
        try
        {
            Assert.Contains($":{port}", await simulating.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            using var reply = await client.PostAsJsonAsync("/api/generate", new { model = "llama", prompt = "Hello", stream = false }, Cancel);
            Assert.Equal(3, (await reply.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("eval_count").GetInt32());

            var second = await RunAsync("simulate", "--port", $"{port}");
            Assert.Equal((4, ""), (second.Code, second.Out));
            Assert.Contains($"process {simulating.Id}", second.Errors, StringComparison.Ordinal);
            Assert.Equal(2, (await RunAsync("simulate", "--fault", "no-such-fault")).Code);

            ZiggieProcess.Interrupt(simulating);
            await simulating.WaitForExitAsync(Cancel);
            Assert.Equal(0, simulating.ExitCode);
        }
        finally
        {
            if (!simulating.HasExited) simulating.Kill();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_start_prints_address_backends_and_a_password_that_is_good()
    {
        await using var ziggie = await ZiggieProcess.PrepareAsync(Config, Cancel);
        var url = new Uri($"http://127.0.0.1:{ZiggieProcess.FreePort()}");
        using var starting = ZiggieProcess.Launch(["up", "--data", ziggie.DataPath, "--config", ziggie.ConfigPath, "--url", $"{url}"], new Dictionary<string, string> { ["ZIGGIE_ADMIN_PASSWORD"] = "" });
        try
        {
            var printed = "";
            while (!printed.Contains("Password", StringComparison.Ordinal)) printed += await starting.StandardOutput.ReadLineAsync(Cancel) + "\n";
            Assert.Contains($"{url}".TrimEnd('/'), printed, StringComparison.Ordinal);
            Assert.Contains("demo", printed, StringComparison.Ordinal);
            var password = printed.Split("Password")[1].Trim().Split(' ')[0];
            using var client = new HttpClient { BaseAddress = url };
            using var signedIn = await client.PostAsJsonAsync("/api/auth/login", new { username = "admin", password }, Cancel);
            Assert.True(signedIn.IsSuccessStatusCode);
        }
        finally
        {
            starting.Kill();
            await starting.WaitForExitAsync(Cancel);
        }
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        ZiggieProcess.RunAsync(arguments, Cancel, new Dictionary<string, string> { ["ZIGGIE_DATA"] = InFolder("unused") }, _folder);
}
