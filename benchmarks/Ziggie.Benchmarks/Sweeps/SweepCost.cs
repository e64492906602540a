using System.Diagnostics;
using System.Globalization;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Machine.Sampling.Gpus;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Benchmarks.Sweeps;

/// <summary>What one look at all processes costs in processor time and memory, beside <c>ps aux</c>.</summary>
internal static class SweepCost
{
    private const int Sweeps = 200;
    private const int Rounds = 20;

    /// <param name="arguments">How many processes there are to be at least; 400 where nobody says.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var wanted = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 400;
        var sampler = new ProcessSampler(new MachineRoots(), TimeProvider.System);
        var sweep = new ProcessSweep(new MachineRoots());
        sweep.Sweep(0);
        var sleepers = Enumerable.Range(0, Math.Max(0, wanted - sweep.Rows.Length)).Select(_ => Process.Start("sleep", "600")).ToList();
        try
        {
            for (var i = 0; i < Sweeps; i++) sweep.Sweep(1);
            var (sweepCpu, allocated) = Cost(Sweeps, () => sweep.Sweep(1));
            sampler.Look(1);
            var (listCpu, _) = Cost(Sweeps, () =>
            {
                sampler.Look(1);
                sampler.List(ProcessSort.Cpu, 50, 1);
            });
            var machine = await MachineAsync();
            var ps = await PsAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sweep.Rows.Length} processes: sweep {sweepCpu:0.00} ms CPU, {allocated} B allocated; with the list of 50 {listCpu:0.00} ms; ps aux {ps:0.00} ms; {sweepCpu / ps:0.00} of it; all else about the machine {machine:0.00} ms"));
        }
        finally
        {
            foreach (var sleeper in sleepers)
            {
                sleeper.Kill();
                await sleeper.WaitForExitAsync();
                sleeper.Dispose();
            }
        }
    }

    private static (double Milliseconds, long Bytes) Cost(int times, Action run)
    {
        run();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < times; i++) run();
        return ((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / times, (GC.GetAllocatedBytesForCurrentThread() - bytes) / times);
    }

    /// <summary>Processor time of one look at all but the processes, in milliseconds.</summary>
    private static async Task<double> MachineAsync()
    {
        var time = TimeProvider.System;
        var sampler = new MachineSampler(new MachineRoots(), new BoundedCalls(TimeSpan.FromSeconds(5), 128, time), FileSystems.Ask, [new NvidiaGpus(NvidiaGpus.LoadInstalled, time), new AmdGpus(new MachineRoots())], time);
        for (var i = 0; i < Rounds; i++) await sampler.LookAsync(1, CancellationToken.None);
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Sweeps; i++) await sampler.LookAsync(1, CancellationToken.None);
        return (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Sweeps;
    }

    /// <summary>Processor time of one, in milliseconds.</summary>
    private static async Task<double> PsAsync()
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%U %S'; time (for i in $(seq {Rounds}); do ps aux > /dev/null; done)"]) { RedirectStandardError = true })!;
        var times = (await shell.StandardError.ReadToEndAsync()).Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        await shell.WaitForExitAsync();
        return times.Sum(t => double.Parse(t, CultureInfo.InvariantCulture)) * 1000 / Rounds;
    }
}
