using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Ziggie.Tests.Machine.Containers;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>S506 with a socket of our own, by the real program.</summary>
[Collection(SituationTests.Name)]
public sealed class EngineSituationsFunctionalTests : IDisposable
{
    private const string Config = "discovery: { enabled: false }\nmodels: { ollamaStores: [] }\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-socket-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_folder, "docker.sock");

    private Dictionary<string, string> Variables => new() { ["DOCKER_HOST"] = $"unix://{SocketPath}" };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task An_engine_that_goes_away_and_comes_back_and_hangs_is_followed()
    {
        var engine = new FakeEngine(SocketPath);
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel, Variables);
        Assert.Empty((await ziggie.ExamineAsync()).Named());

        engine.Dispose();
        LeaveSocketBehind();
        var finding = await BecomesAsync(ziggie, isFound: true);
        Assert.Contains("nobody listens", finding!.Value.Text("cause"), StringComparison.Ordinal);

        using var again = new FakeEngine(SocketPath);
        await BecomesAsync(ziggie, isFound: false);

        again.Answers["/version"] = null;
        again.Answers["/containers/json?all=true"] = null;
        Assert.Contains("does not answer", (await BecomesAsync(ziggie, isFound: true))!.Value.Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_socket_that_hangs_from_the_start_is_told_at_once()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        await using var ziggie = await ZiggieProcess.StartAsync(Config, Cancel, Variables);

        Assert.Contains("does not answer", (await ziggie.OnlyCauseAsync("S506", "machine")).Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_socket_that_is_closed_to_this_user_is_a_hint()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
        {
            TestContext.Current.AddWarning("Left out: only root can run the doctor as another user.");
            return;
        }
        using var engine = new FakeEngine(SocketPath);
        File.SetUnixFileMode(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Path.Combine(AppContext.BaseDirectory, "ziggie"), "doctor", "--json", "--data", Path.Combine(_folder, "data")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["DOCKER_HOST"] = $"unix://{SocketPath}";
        start.Environment["HOME"] = _folder;
        using var doctor = Process.Start(start)!;
        var (text, errors) = (doctor.StandardOutput.ReadToEndAsync(Cancel), doctor.StandardError.ReadToEndAsync(Cancel));
        await doctor.WaitForExitAsync(Cancel);
        if (doctor.ExitCode > 2 || (await text).Length == 0)
        {
            TestContext.Current.AddWarning($"Left out: the program cannot be run by another user here. {await errors}");
            return;
        }

        var findings = JsonDocument.Parse(await text).RootElement.GetProperty("findings").EnumerateArray().ToList();
        var finding = Assert.Single(findings, f => f.Code() == "S506");
        Assert.Equal("hint", finding.Text("severity"));
        Assert.Contains("may not use", finding.Text("cause"), StringComparison.Ordinal);
    }

    /// <summary>As that of an engine that was killed.</summary>
    private void LeaveSocketBehind()
    {
        using var perl = Process.Start("perl", ["-MIO::Socket::UNIX", "-e", "IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die", SocketPath]);
        perl.WaitForExit();
    }

    /// <summary>What the engine's client told is kept for a moment.</summary>
    private static async Task<JsonElement?> BecomesAsync(ZiggieProcess ziggie, bool isFound)
    {
        JsonElement? last = null;
        await Eventually.TrueAsync(async () =>
        {
            var findings = await ziggie.ExamineAsync();
            last = findings.Count > 0 ? findings[0] : null;
            return findings.Named() is var named && (isFound ? named is ["S506 machine"] : named is []);
        });
        return last;
    }
}
