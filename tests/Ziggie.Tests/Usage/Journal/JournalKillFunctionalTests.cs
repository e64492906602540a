using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage.Journal;

public sealed class JournalKillFunctionalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public async Task What_was_recorded_outlives_a_killed_process(int lines)
    {
        using var temp = new TempFolder();
        using var child = ChildProcess.Start(temp.Path);
        var told = new List<string>();
        try
        {
            while (told.Count < lines && await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) told.Add(line);
        }
        finally
        {
            child.Kill();
        }
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        // What was printed before the kill is still in the pipe; its last line may be cut.
        var rest = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        told.AddRange(rest.Split('\n')[..^1]);

        Assert.True(told.Count >= lines);
        var folder = new JournalFolder(temp.Path);
        var kept = JournalRig.Ids(folder, new JournalPosition(folder.Segments()[^1] + 1, 0));
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Empty(told.Except(kept));
        // One record may have been written whose line was not.
        Assert.InRange(kept.Count - told.Count, 0, 1);
    }
}
