namespace Ziggie.Cli.Bench;

/// <summary>A line on a terminal that says how far it is; elsewhere a line for each level.</summary>
internal sealed class BenchProgress(CliHost host) : IDisposable
{
    private int _level;
    private long _last;

    public void WarmUp() => Write("Warming up…");

    public void Tell(BenchLevel level, int requests)
    {
        if (host.ErrorIsTerminal)
        {
            var now = host.Time.GetTimestamp();
            if (level.Concurrency == _level && host.Time.GetElapsedTime(_last, now).TotalMilliseconds < 100) return;
            (_level, _last) = (level.Concurrency, now);
            Write($"{level.Concurrency} at once: {level.Done + level.Failed} of {requests}{(level.Failed > 0 ? $", {level.Failed} failed" : "")}");
        }
        else if (level.Done + level.Failed == 0)
        {
            Write($"{level.Concurrency} at once: {requests} requests…");
        }
    }

    public void Dispose()
    {
        if (host.ErrorIsTerminal) Write("");
    }

    private void Write(string text)
    {
        if (host.ErrorIsTerminal) host.Error.Write($"\r{text.PadRight(Math.Min(host.Width - 1, 60))}\r{text}");
        else host.Error.WriteLine(text);
    }
}
