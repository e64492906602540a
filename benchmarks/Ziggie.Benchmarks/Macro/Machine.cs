using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro;

/// <summary>Where the figures come from: they say little without it.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        yield return string.Create(CultureInfo.InvariantCulture, $"machine   {Environment.ProcessorCount} cores, {Cpu()}, {memory:0} GiB; {RuntimeInformation.OSDescription}");
        yield return $"load      {File.ReadAllText("/proc/loadavg").Trim()}";
        yield return $"versions  Ziggie {FirstLine(ZiggieProcess.Program, "--version")}; .NET {Environment.Version}; {FirstLine(NginxProcess.Program, "-v")}; {FirstLine("wrk", "-v")}";
    }

    private static string Cpu() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string FirstLine(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd() + "\n" + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Split("Copyright")[0].Trim() ?? "unknown";
    }
}
