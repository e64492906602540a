using System.Diagnostics;
using System.Text.Json;

namespace Ziggie.Tests.Simulator;

/// <summary>The official npm clients in <c>tests/clients</c>, run against a server.</summary>
internal static class NpmClients
{
    /// <summary>Runs one client's cases and fails with every case that does not hold.</summary>
    /// <param name="client"><c>openai</c>, <c>ollama</c> or <c>anthropic</c>; <c>engine</c>: all three, against the engine.</param>
    /// <param name="without">Names of cases that the server cannot hold.</param>
    public static async Task HoldAsync(string client, Uri baseUrl, string key, string model, string[] without, CancellationToken cancellation)
    {
        var (output, errors) = await RunAsync(client, baseUrl, key, model, without, cancellation);
        var cases = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var failed = cases.Where(c => !c.GetProperty("ok").GetBoolean()).Select(c => $"{c.GetProperty("name").GetString()}: {c.GetProperty("detail").GetString()}").ToList();
        Assert.True(failed.Count == 0, $"{failed.Count} of {cases.Count} cases of the {client} client do not hold:\n{string.Join("\n", failed)}");
        Assert.True(cases.Count > 0, $"The {client} client ran no case: {errors}");
    }

    private static async Task<(string Output, string Errors)> RunAsync(
        string client, Uri baseUrl, string key, string model, string[] without, CancellationToken cancellation)
    {
        var folder = Folder();
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"The npm clients are not installed: run 'npm ci' in {folder}.");
        var start = new ProcessStartInfo("node", $"{client}.mjs") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BASE_URL"] = baseUrl.ToString();
        start.Environment["KEY"] = key;
        start.Environment["MODEL"] = model;
        start.Environment["WITHOUT"] = string.Join(',', without);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ziggie.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("No Ziggie.slnx above the tests."), "tests", "clients");
    }
}
