using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Ziggie.Engine.Host;

namespace Ziggie.Models.Engine;

/// <summary>One run of the child process <c>ziggie engine</c>. It ends with its standard input, so it never outlives this process.</summary>
internal sealed partial class EngineProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private int? _exitCode;

    private EngineProcess(Process process, string socket, TimeProvider time, ILogger log)
    {
        (_process, Socket, _time, _log, Id) = (process, socket, time, log, process.Id);
        _reading = ReadLinesAsync();
        Ended = AwaitEndAsync();
    }

    /// <summary>Path of its Unix socket.</summary>
    public string Socket { get; }
    public int Id { get; }

    /// <summary>Done when it has ended, by itself or not.</summary>
    public Task Ended { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="program">Path of the <c>ziggie</c> program.</param>
    /// <exception cref="EngineStartException">It did not come up; says why.</exception>
    public static async Task<EngineProcess> StartAsync(string program, string socket, string libraries, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { "engine", "--socket", socket, "--libraries", libraries }) start.ArgumentList.Add(argument);
        EngineEnvironment.Prepare(start.Environment);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new EngineStartException("engine.start", $"The engine's process could not be started: {e.Message}", e);
        }
        var engine = new EngineProcess(process, socket, time, log);
        try
        {
            await engine.AwaitAnswerAsync(cancel);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it said last, for explaining why it ended.</summary>
    public string LastWords()
    {
        lock (_lines) return string.Join('\n', _lines);
    }

    /// <summary>How it ended, in words; also after it was disposed.</summary>
    public string ExitText() => _exitCode switch
    {
        null => "is running",
        > 128 => $"was ended by signal {_exitCode - 128}",
        _ => $"ended with code {_exitCode}",
    };

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Its standard input ends: it closes by itself. One that computes too long is killed.
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(s_end, _time);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }
        await Ended;
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        File.Delete(Socket);
    }

    private async Task AwaitEndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        _exitCode = _process.ExitCode;
    }

    private async Task AwaitAnswerAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var timer = _time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, s_start, Timeout.InfiniteTimeSpan);
        try
        {
            if (await Task.WhenAny(_ready.Task, Ended).WaitAsync(limit.Token) == _ready.Task) return;
            await _reading;
            throw EngineStartException.Of(ExitText(), LastWords());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new EngineStartException("engine.start", $"The engine's process did not answer within {s_start.TotalSeconds:0} s.");
        }
    }

    private async Task ReadOutputAsync()
    {
        // Whatever a library puts there must not fill the pipe.
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            if (line == EngineProgram.Ready) _ready.TrySetResult();
    }

    private async Task ReadLinesAsync()
    {
        var output = ReadOutputAsync();
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line.Length > 1000 ? line[..1000] : line);
                if (_lines.Count > LinesKept) _lines.Dequeue();
            }
            LogLine(_log, line);
        }
        await output;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "engine: {Line}")]
    private static partial void LogLine(ILogger log, string line);
}

/// <summary>The engine's process did not come up.</summary>
/// <param name="code">A stable word for the doctor.</param>
internal sealed class EngineStartException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>Of a process that ended: its last line is "code: message" where it knew why.</summary>
    public static EngineStartException Of(string exit, string lastWords)
    {
        var last = lastWords.Split('\n')[^1];
        var colon = last.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && last.StartsWith("engine.", StringComparison.Ordinal)
            ? new(last[..colon], last[(colon + 2)..])
            : new("engine.start", $"The engine's process {exit} before it answered{(last.Length > 0 ? $": {last}" : "")}.");
    }
}
