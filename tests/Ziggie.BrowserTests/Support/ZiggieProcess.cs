using System.Diagnostics;
using System.Text;

namespace Ziggie.BrowserTests.Support;

/// <summary>The real program in a process of its own, with a data directory of its own.</summary>
internal sealed class ZiggieProcess : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ZiggieProcess(Process process, DirectoryInfo data, Uri url)
    {
        (_process, _data, Url) = (process, data, url);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"Ziggie ended:\n{Said}"));
    }

    public Uri Url { get; }

    /// <summary>Its data directory.</summary>
    public string Data => _data.FullName;

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Starts it with this configuration; returns once it is ready.</summary>
    public static async Task<ZiggieProcess> StartAsync(string yaml, bool demo, CancellationToken cancel)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ziggie.dll");
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "dashboard", "index.html")))
            throw new InvalidOperationException("The dashboard is not built. Run (cd dashboard && npm ci && npm run build), then build this project again.");
        var data = Directory.CreateTempSubdirectory("ziggie-browser-");
        var configuration = Path.Combine(data.FullName, "ziggie.yaml");
        await File.WriteAllTextAsync(configuration, yaml, cancel);
        var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.FullName,
        };
        foreach (var argument in (string[])[program, "up", "--data", data.FullName, "--config", configuration, "--url", url.ToString()]) start.ArgumentList.Add(argument);
        if (demo) start.ArgumentList.Add("--demo");
        start.Environment["ZIGGIE_ADMIN_PASSWORD"] = Password;
        var ziggie = new ZiggieProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, data, url);
        await ziggie.RunAsync(cancel);
        return ziggie;
    }

    public async ValueTask DisposeAsync()
    {
        _process.EnableRaisingEvents = false;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _ready.Task.WaitAsync(StartLimit, cancel);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
        if (line.Contains("Ziggie is ready", StringComparison.Ordinal)) _ready.TrySetResult();
    }
}
