using System.Globalization;
using Ziggie.Storage;

namespace Ziggie.Tests.Storage;

public sealed class QuietThreadTests
{
    // The 19th field of the thread's stat; the second is a name in parentheses.
    private static int Niceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }

    private static async Task<(T There, T After)> InAndOutAsync<T>(QuietThread quiet, Func<T> what)
    {
        await quiet.Enter();
        var there = what();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return (there, what());
    }

    [Fact]
    public async Task What_enters_runs_there_and_stays_while_nothing_is_waited_for()
    {
        using var quiet = new QuietThread("quiet");
        await quiet.Enter();
        Assert.Equal("quiet", Thread.CurrentThread.Name);
        await Task.CompletedTask;
        await quiet.Enter();
        Assert.Equal("quiet", Thread.CurrentThread.Name);
    }

    /// <summary>On a thread of the pool: whoever ran the test before may have ended on a quiet one.</summary>
    [Fact]
    public Task On_Linux_only_this_thread_steps_back() => Task.Run(async () =>
    {
        if (!OperatingSystem.IsLinux()) return;
        var before = Niceness();
        using var quiet = new QuietThread("quiet");
        var (there, after) = await InAndOutAsync(quiet, Niceness);
        Assert.InRange(there, 10, 19);
        Assert.Equal(before, after);
    }, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_closed_one_lets_work_end_elsewhere()
    {
        var quiet = new QuietThread("quiet");
        var (there, _) = await InAndOutAsync(quiet, () =>
        {
            quiet.Dispose();
            return Thread.CurrentThread.Name;
        });
        Assert.Equal("quiet", there);
        (there, _) = await InAndOutAsync(quiet, () => Thread.CurrentThread.Name);
        Assert.NotEqual("quiet", there);
    }

    [Fact]
    public async Task A_transaction_runs_there_from_its_beginning_to_its_commit()
    {
        await using var test = new SqliteTestDatabase();
        await test.InitializeAsync();
        using var quiet = new QuietThread("quiet");
        var name = await test.Database.WriteAsync(quiet, async (connection, _, cancel) =>
        {
            await connection.RunAsync("CREATE TABLE quiet (n INTEGER)", cancel);
            return Thread.CurrentThread.Name;
        }, TestContext.Current.CancellationToken);
        Assert.Equal("quiet", name);
    }
}
