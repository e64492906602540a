using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ziggie.Settings;

/// <summary>How long to wait.</summary>
/// <param name="Poll">Between looks where the system tells nothing: some network and container file systems.</param>
/// <param name="Settle">The file must look the same for this long before it is read.</param>
/// <param name="Patience">A text that cannot be parsed is perhaps half written: it is read again after this, once.</param>
internal sealed record WatchTimes(TimeSpan Poll, TimeSpan Settle, TimeSpan Patience)
{
    public static WatchTimes Standard { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
}

/// <summary>Reads the configuration again when its file changes: told by the system, by SIGHUP, or found by a slow poll.</summary>
internal sealed partial class SettingsWatcher(SettingsService settings, WatchTimes times, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private const int MaxLooks = 50;
    private readonly SettingsRequest _request = settings.State.Read.Request;

    // One hint is enough however many changes it stands for; true asks to read even what looks unchanged.
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once changes are seen.</summary>
    public Task Watching => _watching.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp);
        var watchers = Directories().Select(Watch).ToList();
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var watcher in watchers) watcher?.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        // What changed between the start and now counts too.
        var seen = settings.State.Read.Look;
        _hints.Writer.TryWrite(false);
        _watching.TrySetResult();
        while (true)
        {
            var asked = await NextAsync(stop);
            var now = FileLook.At(SettingsLoader.FindFile(_request));
            if (now == seen && !asked) continue;
            await SettleAsync(now, times.Settle, stop);
            var read = SettingsLoader.Load(_request);
            if (read.Unparsable)
            {
                await SettleAsync(read.Look, times.Patience, stop);
                read = SettingsLoader.Load(_request);
            }
            seen = read.Look;
            settings.Take(read);
        }
    }

    /// <summary>Waits for a hint, at most until the next poll; true where the file is to be read whatever it looks like.</summary>
    private async Task<bool> NextAsync(CancellationToken stop)
    {
        using var poll = new CancellationTokenSource(times.Poll, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, stop);
        try
        {
            return await _hints.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until two looks agree. A file that never rests is read as it is in the end.</summary>
    private async Task SettleAsync(FileLook look, TimeSpan rest, CancellationToken stop)
    {
        for (var i = 0; i < MaxLooks; i++)
        {
            await Task.Delay(rest, time, stop);
            var next = FileLook.At(SettingsLoader.FindFile(_request));
            if (next == look) return;
            look = next;
        }
    }

    private IEnumerable<string> Directories() =>
        (_request.ConfigPath is null ? [_request.WorkingDirectory, _request.DataDirectory] : new[] { Path.GetDirectoryName(SettingsLoader.FindFile(_request)) ?? "" })
        .Where(Directory.Exists)
        .Distinct();

    /// <summary>Null where the system cannot watch (too many watches, odd file system): the poll remains.</summary>
    private FileSystemWatcher? Watch(string directory)
    {
        try
        {
            var watcher = new FileSystemWatcher(directory, Path.GetFileName(_request.ConfigPath) ?? SettingsLoader.FileName);
            watcher.Changed += (_, _) => _hints.Writer.TryWrite(false);
            watcher.Created += (_, _) => _hints.Writer.TryWrite(false);
            watcher.Renamed += (_, _) => _hints.Writer.TryWrite(false);
            watcher.Deleted += (_, _) => _hints.Writer.TryWrite(false);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            LogPolling(directory, e.Message);
            return null;
        }
    }

    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        _hints.Writer.TryWrite(true);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Directory} cannot be watched ({Reason}); its configuration is looked at every few seconds instead.")]
    private partial void LogPolling(string directory, string reason);
}
