namespace Ziggie.Storage;

/// <summary>How long and how often a store operation is tried again: soon at first, then every second, until the patience is used up.</summary>
internal sealed class Retry(TimeProvider time, TimeSpan patience)
{
    private readonly long _started = time.GetTimestamp();
    private int _attempt;

    /// <summary>Waits for the next attempt; false when there shall be none.</summary>
    public async Task<bool> NextAsync(CancellationToken cancel)
    {
        var delay = TimeSpan.FromMilliseconds(Math.Min(1000, 20 << Math.Min(_attempt++, 6)));
        if (time.GetElapsedTime(_started) + delay > patience) return false;
        await Task.Delay(delay, time, cancel).ConfigureAwait(false);
        return true;
    }
}
