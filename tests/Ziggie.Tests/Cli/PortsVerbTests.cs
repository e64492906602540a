using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ziggie.Cli;
using Ziggie.Tests.Machine.Containers;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie ports</c> asks for and shows.</summary>
public sealed class PortsVerbTests : IDisposable
{
    private const string Report = """
        {
          "items": [
            { "id": "tcp-80-1", "protocol": "tcp", "address": "127.0.0.1", "port": 80, "pids": [10, 11], "process": "two\\nlines\u001b[2J", "user": "root", "container": "shop-web", "containerId": "aaaa", "publishedTo": "10.0.0.2:8080",
              "recordedPid": 9, "recordedPidGone": true, "holders": [{ "pid": 10, "name": "x", "commandLine": "x --port 80", "startedAt": "2020-01-01T00:00:00Z" }], "conflicts": [] },
            { "id": "tcp-80-2", "protocol": "tcp", "address": "::", "port": 80, "pids": [], "process": null, "user": "112", "holders": [] },
            { "id": "tcp-81-3", "protocol": "tcp", "address": "0.0.0.0", "port": 81, "pids": [], "process": null, "byPacketRules": true, "holders": [],
              "container": "4f6a0b3c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a", "containerId": "4f6a0b3c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a" }
          ],
          "ports": [{ "protocol": "tcp", "port": 80, "network": null, "answers": [{ "to": "localhost", "how": "one", "listeners": ["tcp-80-1"] }], "conflicts": [{ "kind": "shadowed", "text": "So it is." }] }],
          "notes": ["Root sees all."]
        }
        """;

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Conflicts_come_first_then_the_listeners_and_for_one_port_who_answers()
    {
        _cli.Local.PortsJson = Report;

        var result = await _cli.RunAsync("ports", "--from", "80", "--to", "80");

        Assert.Equal((0, new PortsOptions(80, 80)), (result.Code, _cli.Local.Asked));
        var lines = result.Out.Split('\n');
        Assert.Equal("shadowed: So it is.", lines[0]);
        Assert.Matches(@"^tcp +127\.0\.0\.1 +80 +two\\nlines\[2J +10, 11 \(opened by 9, ended\) +root +shop-web \(10\.0\.0\.2:8080\) +\d+ d ago +x --port 80$", lines[2]);
        Assert.Matches(@"^tcp +:: +80 +\? +112$", lines[3]);
        Assert.Matches(@"^tcp +0\.0\.0\.0 +81 +\(packet rules\) +4f6a0b3c9d8e$", lines[4]);
        Assert.Matches(@"^tcp 80 +localhost +one +two.*10, 11 shop-web \(10\.0\.0\.2:8080\)$", lines[6]);
        Assert.Equal("Root sees all.", result.Error.Trim());
    }

    [Fact]
    public async Task As_json_it_is_the_report_itself()
    {
        _cli.Local.PortsJson = Report;

        var result = await _cli.RunAsync("ports", "--json");

        Assert.Equal(new PortsOptions(null, null), _cli.Local.Asked);
        using var json = JsonDocument.Parse(result.Out);
        Assert.Equal("shadowed", json.RootElement.GetProperty("ports")[0].GetProperty("conflicts")[0].GetProperty("kind").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_program_finds_a_listener_of_this_machine_without_a_control_center()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var port = $"{((IPEndPoint)tcp.LocalEndpoint).Port}";

        var found = await ZiggieProcess.RunAsync(["ports", "--from", port, "--to", port, "--json"], TestContext.Current.CancellationToken);
        var wrong = await ZiggieProcess.RunAsync(["ports", "--from", "9", "--to", "3"], TestContext.Current.CancellationToken);

        Assert.True(found.Code == 0, found.ToString());
        Assert.Contains(found.Json.GetProperty("items").EnumerateArray(), i => i.GetProperty("pids").EnumerateArray().Any(p => p.GetInt32() == System.Environment.ProcessId));
        Assert.Equal((ExitCode.Usage, "--from (9) is above --to (3)."), (wrong.Code, wrong.Errors.Trim()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Sockets_of_other_users_are_shown_as_far_as_they_may_be_seen()
    {
        string[] asNobody = ["--reuid", "65534", "--clear-groups"];
        var program = Path.Combine(AppContext.BaseDirectory, "ziggie");
        if (await EndAsync("setpriv", [.. asNobody, program, "--version"]) is not (0, _))
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Left out: needs root, and a checkout that every user may read.");
            return;
        }
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var port = $"{((IPEndPoint)tcp.LocalEndpoint).Port}";

        var folder = Directory.CreateTempSubdirectory("ziggie-engine-of-others-").FullName;
        using var engine = new FakeEngine($"{folder}/docker.sock");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode($"{folder}/docker.sock", (UnixFileMode)0b110_000_000);
        }

        var (code, output) = await EndAsync("setpriv", [.. asNobody, "env", $"DOCKER_HOST=unix://{folder}/docker.sock", program, "ports", "--from", port, "--to", port, "--json"]);

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var item = Assert.Single(json.RootElement.GetProperty("items").EnumerateArray(), i => i.GetProperty("protocol").GetString() == "tcp");
        Assert.Equal(("root", "[]"), (item.GetProperty("user").GetString(), item.GetProperty("pids").GetRawText()));
        Assert.Contains("may not be looked into", json.RootElement.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains($"may not use {folder}/docker.sock", json.RootElement.GetProperty("notes")[1].GetString(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Out)> EndAsync(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
