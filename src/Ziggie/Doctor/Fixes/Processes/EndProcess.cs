using System.Globalization;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Fixes.Processes;

/// <summary>Ends one process of a group: asks it to, waits, and then makes it. Its identity is held from before the last look until the end, so that no other process can be meant.</summary>
internal sealed class EndProcess(ProcessEvidence process, ProcessGroup group, TimeProvider time) : IFixStep
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(5);
    private const int MostCommand = 120;

    public string Text { get; } = string.Create(
        CultureInfo.InvariantCulture, $"End process {process.Pid} ({Short(process.CommandLine.Length > 0 ? process.CommandLine : process.Name)}{(process.Started is { } started ? $", running since {started:yyyy-MM-dd HH:mm} UTC" : "")}): SIGTERM, and SIGKILL if it is still there after {s_patience.TotalSeconds:0} s");

    public string Fingerprint => $"{process.Identity.BootId}/{process.Identity.Pid}/{process.Identity.StartTicks}";

    public async Task DoAsync(CancellationToken cancel)
    {
        var held = group.Hold(process.Pid);
        held.Terminate();
        if (await held.WaitAsync(s_patience, time, cancel)) return;
        held.Kill();
        if (!await held.WaitAsync(s_last, time, cancel)) throw new TimeoutException($"Process {process.Pid} did not end, not even by SIGKILL: it waits for the kernel, perhaps for a disk that does not answer.");
    }

    private static string Short(string text) => text.Length <= MostCommand ? text : text[..MostCommand] + "…";
}
