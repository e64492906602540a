using Ziggie.Tests.Support;

namespace Ziggie.Tests.Gateway;

/// <summary>Starts that cannot be: each with its own exit code and a sentence that helps.</summary>
public sealed class StartFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_second_one_on_the_same_data_ends_with_7()
    {
        await using var first = await ZiggieProcess.StartAsync("discovery: { enabled: false }\n", Cancel);

        var (code, _, errors) = await RunAsync("up", "--data", first.DataPath, "--config", first.ConfigPath, "--url", $"http://127.0.0.1:{ZiggieProcess.FreePort()}");

        Assert.Equal(7, code);
        Assert.Contains($"{first.Pid}", errors, StringComparison.Ordinal);
        Assert.Contains(first.DataPath, errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    public async Task A_taken_port_ends_with_4_and_names_the_holder(string host)
    {
        await using var first = await ZiggieProcess.StartAsync("discovery: { enabled: false }\n", Cancel);
        using var folder = new TemporaryFolder();

        var (code, _, errors) = await RunAsync("up", "--data", folder.Path, "--url", $"http://{host}:{first.Url.Port}");

        Assert.Equal(4, code);
        Assert.Contains($"process {first.Pid}", errors, StringComparison.Ordinal);
        Assert.Contains("--url", errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broken_configuration_ends_with_3_and_every_error()
    {
        using var folder = new TemporaryFolder();
        var config = System.IO.Path.Combine(folder.Path, "ziggie.yaml");
        await File.WriteAllTextAsync(config, "serverr: {}\nbackends:\n  - { name: a, type: olama, url: \"http://127.0.0.1:1\" }\n  - { name: b, type: openai, url: nowhere, maxConcurrency: 0 }\n", Cancel);

        var (code, _, errors) = await RunAsync("up", "--data", folder.Path, "--config", config);

        Assert.Equal(3, code);
        foreach (var part in (string[])["serverr", "server", "olama", "nowhere", "maxConcurrency", "ziggie.yaml"]) Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.True(errors.Split("error:").Length - 1 >= 4, errors);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_configuration_that_is_not_there_ends_with_3()
    {
        using var folder = new TemporaryFolder();

        var (code, _, errors) = await RunAsync("up", "--data", folder.Path, "--config", System.IO.Path.Combine(folder.Path, "none.yaml"));

        Assert.Equal(3, code);
        Assert.Contains("none.yaml", errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unknown_option_ends_with_2()
    {
        var (code, _, errors) = await RunAsync("up", "--no-such-option");

        Assert.Equal(2, code);
        Assert.Contains("--no-such-option", errors, StringComparison.Ordinal);
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => ZiggieProcess.RunAsync(arguments, Cancel);

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("ziggie-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
