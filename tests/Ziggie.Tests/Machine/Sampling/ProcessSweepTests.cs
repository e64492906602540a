using System.Diagnostics;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class ProcessSweepTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Shares_are_of_one_core_since_the_sweep_before()
    {
        _machine.Process(100, "old", ticks: 5000).Process(9, "idle", ticks: 7).Process(2000, "gone");
        var sweep = new ProcessSweep(_machine.Roots);
        sweep.Sweep(0);
        Assert.Equal([9, 100, 2000], Pids(sweep));
        Assert.All(sweep.Rows.ToArray(), r => Assert.Equal(0, r.CpuPercent));

        _machine.Process(100, "old", ticks: 5300).Process(150, "new", ticks: 50, start: 9000).Remove("proc/2000");
        sweep.Sweep(2);

        Assert.Equal([9, 100, 150], Pids(sweep));
        Assert.Equal([0, 150, 25], sweep.Rows.ToArray().Select(r => r.CpuPercent));
    }

    /// <summary>Its time before is another's; and a counter that went back is no negative share.</summary>
    [Fact]
    public void A_pid_that_became_another_process_is_another_process()
    {
        _machine.Process(5, "first", ticks: 900, start: 10).Process(6, "same", ticks: 900, start: 10);
        var sweep = new ProcessSweep(_machine.Roots);
        sweep.Sweep(0);
        _machine.Process(5, "second", ticks: 30, start: 20).Process(6, "same", ticks: 800, start: 10);
        sweep.Sweep(1);
        Assert.Equal([30, 0], sweep.Rows.ToArray().Select(r => r.CpuPercent));
    }

    [Fact]
    public void What_is_not_a_process_or_cannot_be_read_is_left_out()
    {
        _machine.Process(1, "init").Proc("2/other", "").Proc("3/stat", "").Proc("4/stat", "5 (liar) S 1").Proc("self/stat", "x").Proc("12", "a file").Proc("007/stat", "x").Proc("99999999999/stat", "x");
        var sweep = new ProcessSweep(_machine.Roots);
        sweep.Sweep(0);
        Assert.Equal([1], Pids(sweep));

        var none = new ProcessSweep(new MachineRoots("/no/such/place"));
        none.Sweep(0);
        Assert.True(none.Rows.IsEmpty);
    }

    [Fact]
    public void Sweeps_allocate_the_same_however_many_processes_there_are()
    {
        var few = new ProcessSweep(_machine.Process(1, "a").Roots);
        var cost = Allocated(few);
        using var larger = new FakeMachine();
        for (var pid = 1; pid <= 700; pid++) larger.Process(pid, $"process {pid}");
        var many = new ProcessSweep(larger.Roots);
        Assert.InRange(Allocated(many), 0, cost + 256);
        Assert.Equal(700, many.Rows.Length);
    }

    /// <summary>This machine's own processes, with one whose name has all that a name can have.</summary>
    [Fact]
    public async Task This_machine_tells()
    {
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("/bin/sh", ["-c", @"printf 'a) (b\n\377 S 1' > /proc/$$/comm; echo ready; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var odd = Process.Start(start)!;
        Assert.Equal("ready", await odd.StandardOutput.ReadLineAsync(cancel));
        var sweep = new ProcessSweep(new MachineRoots());
        sweep.Sweep(0);
        var row = sweep.Rows.ToArray().Single(r => r.Pid == odd.Id);
        Assert.Equal([.. "a) (b\n"u8, 0xff, .. " S 1"u8], ((ReadOnlySpan<byte>)row.Name)[..row.NameLength].ToArray());
        Assert.Equal(Environment.ProcessId, row.Parent);
        var own = sweep.Rows.ToArray().Single(r => r.Pid == Environment.ProcessId);
        Assert.True(own is { Threads: > 1, ResidentPages: > 1000, StartTicks: > 0 });

        odd.StandardInput.Close();
        await odd.WaitForExitAsync(cancel);
        sweep.Sweep(1);
        Assert.DoesNotContain(sweep.Rows.ToArray(), r => r.Pid == odd.Id);
        Assert.All(sweep.Rows.ToArray(), r => Assert.True(r.CpuPercent >= 0));
    }

    private static long Allocated(ProcessSweep sweep)
    {
        for (var i = 0; i < 3; i++) sweep.Sweep(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sweep.Sweep(1);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int[] Pids(ProcessSweep sweep) => [.. sweep.Rows.ToArray().Select(r => r.Pid)];
}
