using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ziggie.Usage;
using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage;

/// <summary>The test program, started again as a process to be killed: it records in a loop and prints each id after Record has returned.</summary>
internal static class ChildProcess
{
    private const string Variable = "ZIGGIE_TEST_JOURNAL";

    public static Process Start(string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Ziggie.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, Environment = { [Variable] = folder } };
        return Process.Start(start)!;
    }

    // Runs before the test program's own Main.
    [ModuleInitializer]
    internal static void RunWhereAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path) return;
        var folder = new JournalFolder(path);
        using var journal = new UsageJournal(folder, new DiskSegmentFiles(folder), new JournalOptions { SegmentBytes = 256 << 10 }, new MonthTotals(TimeProvider.System), TimeProvider.System);
        // No threads: they would wait for this initializer to end. A parent that is gone closes the pipe, which ends the loop.
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        for (var i = 0; ; i++)
        {
            var id = i.ToString(CultureInfo.InvariantCulture);
            journal.Record(Samples.Record(id));
            output.WriteLine(id);
        }
    }
}
