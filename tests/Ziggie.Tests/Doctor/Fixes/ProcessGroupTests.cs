using Ziggie.Doctor.Fixes;
using Ziggie.Doctor.Fixes.Processes;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Machine.Listeners;

namespace Ziggie.Tests.Doctor.Fixes;

/// <summary>Ends exactly those that were shown.</summary>
public sealed class ProcessGroupTests
{
    private readonly ProcessReader _reader = new(new MachineRoots());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_number_that_another_process_has_now_is_left_alone_and_so_are_all_others()
    {
        using var meant = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        using var other = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        var shown = _reader.Read(meant.Pid)!;
        // The same number, begun at another time: not the same process.
        var reused = _reader.Read(other.Pid)!;
        reused = reused with { Identity = reused.Identity with { StartTicks = reused.Identity.StartTicks - 1 } };
        using var group = new ProcessGroup([shown, reused], _reader);

        var refusal = await Assert.ThrowsAsync<TargetChangedException>(() => new EndProcess(shown, group, TimeProvider.System).DoAsync(Cancel));

        Assert.Contains($"Process {other.Pid} is not the one that was shown", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((shown.Identity, true), (_reader.Identify(meant.Pid), _reader.Identify(other.Pid) is not null));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_ends_with_another_of_its_group_is_no_surprise()
    {
        using var one = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        using var other = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        using var group = new ProcessGroup([_reader.Read(one.Pid)!, _reader.Read(other.Pid)!], _reader);
        _ = group.Hold(one.Pid);
        group.Hold(other.Pid).Kill();

        foreach (var process in group.Processes) await new EndProcess(process, group, TimeProvider.System).DoAsync(Cancel);

        Assert.Equal((null, null), (_reader.Identify(one.Pid), _reader.Identify(other.Pid)));
    }

    [Fact]
    public void Ziggie_and_those_who_started_it_are_kin()
    {
        var kin = new Kin(_reader, Environment.ProcessId);

        Assert.True(kin.IsOurs(Environment.ProcessId));
        Assert.True(kin.IsOurs(_reader.ParentOf(Environment.ProcessId)));
        Assert.False(kin.IsOurs(999_999_999));
    }
}
