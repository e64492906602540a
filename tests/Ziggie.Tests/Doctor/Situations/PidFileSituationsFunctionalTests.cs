using System.Diagnostics;
using System.Globalization;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>S503 and its fix, by the real program.</summary>
[Collection(SituationTests.Name)]
public sealed class PidFileSituationsFunctionalTests : IAsyncLifetime
{
    private FakeOllama _server = null!;
    private ZiggieProcess _ziggie = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string PidFile => Path.Combine(_server.Folder, "ollama.pid");

    private string Target => $"file:{PidFile}";

    public async ValueTask InitializeAsync()
    {
        _server = await FakeOllama.StartAsync(Cancel);
        _ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nmodels: {{ ollamaStores: [] }}\nbackends: [{{ name: one, type: ollama, url: \"{_server.Url}\" }}]\n", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _ziggie.DisposeAsync();
        _server.Dispose();
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_of_a_process_that_ended_is_removed()
    {
        await WriteDeadAsync();
        Assert.True((await _ziggie.OnlyCauseAsync("S503", Target)).GetProperty("canFix").GetBoolean());

        var plan = await _ziggie.FixAsync("S503", Target, null);
        Assert.True(File.Exists(PidFile));
        var done = await _ziggie.FixAsync("S503", Target, plan.Body.Text("token"));

        Assert.Equal((200, 200), (plan.Status, done.Status));
        Assert.True(done.Body.GetProperty("verified").GetBoolean());
        Assert.False(File.Exists(PidFile));
        Assert.Empty((await _ziggie.ExamineAsync()).Named());
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_that_changed_since_it_was_shown_stays()
    {
        await WriteDeadAsync();
        var plan = await _ziggie.FixAsync("S503", Target, null);
        File.SetLastWriteTimeUtc(PidFile, File.GetLastWriteTimeUtc(PidFile).AddSeconds(-5));

        var refused = await _ziggie.FixAsync("S503", Target, plan.Body.Text("token"));

        Assert.Equal((409, "target_changed"), (refused.Status, refused.Body.Text("code")));
        Assert.True(File.Exists(PidFile));
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_that_is_right_again_is_no_finding()
    {
        await WriteDeadAsync();
        var plan = await _ziggie.FixAsync("S503", Target, null);
        await File.WriteAllTextAsync(PidFile, _server.Pid.ToString(CultureInfo.InvariantCulture), Cancel);

        var refused = await _ziggie.FixAsync("S503", Target, plan.Body.Text("token"));

        Assert.Equal(404, refused.Status);
        Assert.True(File.Exists(PidFile));
        Assert.Empty((await _ziggie.ExamineAsync()).Named());
    }

    [Fact(Timeout = 90_000)]
    public async Task A_number_that_another_program_has_by_now_is_seen()
    {
        await File.WriteAllTextAsync(PidFile, $"{Environment.ProcessId}\n", Cancel);
        File.SetLastWriteTimeUtc(PidFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Contains("another program by now", (await _ziggie.OnlyCauseAsync("S503", Target)).Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task Ziggies_own_file_goes_with_it_and_stays_as_a_hint_where_it_was_killed()
    {
        var own = Path.Combine(_ziggie.DataPath, "ziggie.pid");
        string[] doctor = ["doctor", "--json", "--data", _ziggie.DataPath, "--config", _ziggie.ConfigPath];
        Assert.True(File.Exists(own));
        await _ziggie.KillAsync(Cancel);

        var killed = await ZiggieProcess.RunAsync(doctor, Cancel, folder: _ziggie.Folder);
        Assert.Equal([$"S503 file:{own}"], killed.Json.GetProperty("findings").EnumerateArray().Where(ExaminedZiggie.IsOurs).Named());
        Assert.Equal("hint", killed.Json.GetProperty("findings").EnumerateArray().First(ExaminedZiggie.IsOurs).Text("severity"));

        await _ziggie.StartAgainAsync(Cancel);
        await _ziggie.StopAsync(Cancel);
        Assert.False(File.Exists(own));
        var stopped = await ZiggieProcess.RunAsync(doctor, Cancel, folder: _ziggie.Folder);
        Assert.Empty(stopped.Json.GetProperty("findings").EnumerateArray().Where(ExaminedZiggie.IsOurs).Named());
    }

    private async Task WriteDeadAsync()
    {
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(Cancel);
        await File.WriteAllTextAsync(PidFile, $"{gone.Id}\n", Cancel);
    }
}
