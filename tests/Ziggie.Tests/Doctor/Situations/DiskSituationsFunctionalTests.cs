using System.Diagnostics;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>S501 on a file system of its own, by the real program.</summary>
[Collection(SituationTests.Name)]
public sealed class DiskSituationsFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_disk_without_space_or_inodes_or_that_became_read_only_is_seen()
    {
        var folder = Directory.CreateTempSubdirectory("ziggie-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=40g,nr_inodes=2000", "ziggie-test", folder) != 0)
        {
            TestContext.Current.AddWarning("Left out: this user may not mount a file system of its own.");
            return;
        }
        try
        {
            await using var ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nengine: {{ enabled: false }}\nmodels: {{ path: \"{folder}\", ollamaStores: [] }}\n", Cancel);
            Assert.Empty((await ziggie.ExamineAsync()).Named());

            Assert.Equal(0, await RunAsync("mount", "-o", "remount,size=64m", folder));
            Assert.Contains("models", await CauseAsync(ziggie, folder, "problem"), StringComparison.Ordinal);

            Assert.Equal(0, await RunAsync("mount", "-o", "remount,size=40g", folder));
            Assert.Empty((await ziggie.ExamineAsync()).Named());

            Directory.CreateDirectory(Path.Combine(folder, "small"));
            for (var i = 0; i < 1990; i++) await File.WriteAllTextAsync(Path.Combine(folder, "small", $"{i}"), "", Cancel);
            Assert.Contains("inodes", await CauseAsync(ziggie, folder, "problem"), StringComparison.Ordinal);

            Directory.Delete(Path.Combine(folder, "small"), recursive: true);
            Assert.Empty((await ziggie.ExamineAsync()).Named());

            Assert.Equal(0, await RunAsync("mount", "-o", "remount,ro", folder));
            Assert.Contains("read-only", await CauseAsync(ziggie, folder, "problem"), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", "-l", folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> CauseAsync(ZiggieProcess ziggie, string folder, string severity)
    {
        var finding = await ziggie.OnlyCauseAsync("S501", $"disk:{folder}");
        Assert.Equal(severity, finding.Text("severity"));
        return finding.Text("cause");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
