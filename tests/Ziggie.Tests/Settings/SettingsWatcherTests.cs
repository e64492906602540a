using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>A real file, changed in the ways that editors and deployments change files.</summary>
public sealed class SettingsWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(20);

    // Generous: a bound for a broken watcher, not a measure of a working one.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly SettingsFolder _folder = new();
    private SettingsService _service = null!;
    private SettingsWatcher? _watcher;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null) await _watcher.StopAsync(CancellationToken.None);
        _watcher?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_saved_file_is_taken_up()
    {
        await StartAsync("logging: { level: debug }", poll: s_never);

        await AfterAsync("error", () => _folder.Write("logging: { level: error }"));
    }

    [Fact]
    public async Task A_file_that_is_replaced_by_another_is_taken_up()
    {
        await StartAsync("logging: { level: debug }", poll: s_never);
        var other = Path.Join(_folder.Working, ".ziggie.yaml.swp");
        await File.WriteAllTextAsync(other, "logging: { level: error }", TestContext.Current.CancellationToken);

        await AfterAsync("error", () => File.Move(other, _folder.File, overwrite: true));
    }

    [Fact]
    public async Task A_change_of_the_same_length_in_the_same_instant_is_taken_up()
    {
        var instant = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        _folder.Write("logging: { level: debug }");
        File.SetLastWriteTimeUtc(_folder.File, instant);
        await StartAsync(null, poll: s_never);
        var other = Path.Join(_folder.Working, ".ziggie.yaml.swp");
        await File.WriteAllTextAsync(other, "logging: { level: error }", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(other, instant);

        await AfterAsync("error", () => File.Move(other, _folder.File, overwrite: true));
    }

    [Fact]
    public async Task A_file_that_appears_later_is_taken_up()
    {
        await StartAsync(null, poll: s_never);

        await AfterAsync("error", () => _folder.Write("logging: { level: error }"));
    }

    [Fact]
    public async Task The_poll_finds_what_the_system_does_not_tell()
    {
        // The link's own directory sees no change when what it points to is swapped.
        var real = Path.Join(_folder.Data, "real.yaml");
        await File.WriteAllTextAsync(real, "logging: { level: debug }", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder.File, real);
        await StartAsync(poll: s_soon, yaml: null);

        await AfterAsync("error", () => File.WriteAllText(real, "logging: { level: error } # longer"));
    }

    [Fact]
    public async Task A_bad_save_is_passed_over_until_a_good_one_comes()
    {
        await StartAsync("logging: { level: debug }", poll: s_never);

        await AfterAsync("error", async () =>
        {
            _folder.Write("logging: { level: [");
            while (_service.State.Errors.Count == 0) await Task.Delay(s_soon, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Equal("debug", _service.Current.Logging.Level);
            _folder.Write("logging: { level: error }");
        });
        Assert.Empty(_service.State.Errors);
    }

    [Fact]
    public async Task SIGHUP_reads_again_also_what_only_the_environment_of_the_file_changed()
    {
        if (OperatingSystem.IsWindows()) return;
        await StartAsync("logging: { level: debug }", poll: s_never);
        var before = _service.State;
        using var kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var bound = new CancellationTokenSource(s_patience);
        while (ReferenceEquals(_service.State, before)) await Task.Delay(s_soon, TimeProvider.System, bound.Token);
    }

    private async Task StartAsync(string? yaml, TimeSpan poll)
    {
        if (yaml is not null) _folder.Write(yaml);
        _service = new SettingsService(_folder.Load(), NullLogger<SettingsService>.Instance);
        _watcher = new SettingsWatcher(_service, new WatchTimes(poll, s_soon, s_soon), TimeProvider.System, NullLogger<SettingsWatcher>.Instance);
        await _watcher.StartAsync(TestContext.Current.CancellationToken);
        await _watcher.Watching.WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    private Task AfterAsync(string level, Action change) => AfterAsync(level, () =>
    {
        change();
        return Task.CompletedTask;
    });

    private async Task AfterAsync(string level, Func<Task> change)
    {
        var changed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.Changed += s => changed.TrySetResult(s.Logging.Level);
        await change().WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(level, await changed.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken));
    }
}
