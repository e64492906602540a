using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ziggie.Tests.Models.Engine;

/// <summary>What the system does to the engine's process.</summary>
internal static class EngineSignals
{
    public const int Kill = 9, Stop = 19;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>0 while it does not run.</summary>
    public static async Task<int> ProcessIdAsync(HttpClient admin) =>
        (await admin.GetFromJsonAsync<JsonElement>("/api/engine", Cancel)).TryGetProperty("processId", out var pid) && pid.ValueKind == JsonValueKind.Number ? pid.GetInt32() : 0;

    public static async Task SendAsync(HttpClient admin, int signal)
    {
        using var process = Process.GetProcessById(await ProcessIdAsync(admin));
        Assert.Equal(0, kill(process.Id, signal));
        if (signal == Kill) await process.WaitForExitAsync(Cancel);
    }

    /// <summary>How much address space a process may have; -1: any.</summary>
    public static void Limit(int pid, long bytes)
    {
        using var process = Process.Start("prlimit", ["--pid", $"{pid}", $"--as={bytes}:-1"])!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

#pragma warning disable SYSLIB1054
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
#pragma warning restore SYSLIB1054
}
