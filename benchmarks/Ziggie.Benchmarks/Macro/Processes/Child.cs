using System.Diagnostics;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>A process that a benchmark started. It ends by its own id, politely first.</summary>
internal sealed partial class Child
{
    private const int Terminate = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Child(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public static Child Start(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // What the person who runs this has set for their own Ziggie is not what is measured.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ZIGGIE", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        return new Child(Process.Start(start) ?? throw new BenchmarkException($"{program} did not start"));
    }

    /// <summary>Waits for its end; what it wrote to its output. A failure is told with what it said.</summary>
    public async Task<string> FinishAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        var output = await _output;
        if (_process.ExitCode != 0) throw new BenchmarkException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}: {Tail(output + await _errors)}");
        return output;
    }

    public async Task EndAsync()
    {
        if (!_process.HasExited && Kill(_process.Id, Terminate) == 0)
        {
            using var patience = new CancellationTokenSource(s_patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // Ended below.
            }
        }
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    /// <summary>What a process that has ended said last.</summary>
    public async Task<string> LastWordsAsync() => Tail(await _output + await _errors);

    private static string Tail(string text) => text.Length > 600 ? text[^600..].Trim() : text.Trim();

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
