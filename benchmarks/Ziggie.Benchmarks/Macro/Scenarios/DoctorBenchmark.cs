using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>How long <c>ziggie doctor</c> takes for ten backends, half of which are broken in ways that take time.</summary>
internal sealed class DoctorBenchmark : IMacroBenchmark
{
    private const int Times = 5;
    private const int Well = 5;

    public string Name => "doctor";

    public string Says => "the whole of `ziggie doctor` with 10 backends, half of them broken";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var backends = new List<(string Name, string Url)>();
        for (var i = 0; i < Well; i++)
        {
            var port = Rig.FreePort();
            var simulator = rig.Start(ZiggieProcess.Program, "simulate", "--port", $"{port}");
            await Health.AwaitAsync(simulator, port, "/v1/models", cancel);
            backends.Add(($"well{i}", $"http://127.0.0.1:{port}/v1"));
        }
        // Takes connections into its queue and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        backends.Add(("hangs", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/v1"));
        backends.Add(("refused", $"http://127.0.0.1:{Rig.FreePort()}/v1"));
        backends.Add(("nameless", "http://no-such-model-server:11434/v1"));
        // Kept for documentation: nobody is there, and packets are dropped or refused on the way.
        backends.Add(("unreachable", "http://192.0.2.1:8000/v1"));
        backends.Add(("wrong", "http://127.0.0.1:1/v1"));
        var configuration = rig.Write("doctor.yaml", "backends:\n" + string.Concat(backends.Select(b => $"  - {{ name: {b.Name}, type: openai, url: \"{b.Url}\" }}\n")));
        var alone = new List<double>();
        for (var i = 0; i < Times; i++) alone.Add(await DoctorAsync(rig, cancel, "--data", rig.Folder("none"), "--config", configuration));
        var data = rig.Folder("data");
        var ziggie = await ZiggieProcess.UpAsync(rig, data, ["--config", configuration], cancel);
        var asked = new List<double>();
        for (var i = 0; i < Times; i++) asked.Add(await DoctorAsync(rig, cancel, "--data", data, "--url", $"http://127.0.0.1:{ziggie.Port}"));
        return
        [
            Line.Alone("doctor: without a control center", alone, Units.Seconds, new Goal(3)),
            Line.Alone("doctor: by the control center", asked, Units.Seconds, new Goal(3)),
        ];
    }

    private static async Task<double> DoctorAsync(Rig rig, CancellationToken cancel, params string[] options)
    {
        var start = Stopwatch.GetTimestamp();
        using var doctor = Process.Start(new ProcessStartInfo(ZiggieProcess.Program, ["doctor", "--json", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = rig.Folder("cwd") })!;
        var (report, said) = (doctor.StandardOutput.ReadToEndAsync(cancel), doctor.StandardError.ReadToEndAsync(cancel));
        await doctor.WaitForExitAsync(cancel);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // Exit code 2: it found the broken ones.
        if (doctor.ExitCode != 2 || !(await report).Contains("backend:hangs", StringComparison.Ordinal)) throw new BenchmarkException($"the doctor ended with {doctor.ExitCode}: {await said}");
        return seconds;
    }
}
