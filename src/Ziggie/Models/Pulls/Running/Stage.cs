namespace Ziggie.Models.Pulls.Running;

/// <summary>A step of a pull, and how far it is where that can be counted.</summary>
internal sealed class Stage(string status, string? digest = null, Func<(long? Total, long Completed)>? measure = null)
{
    private Func<(long? Total, long Completed)>? _measure = measure;
    private (long? Total, long Completed) _last;

    public PullLine Line
    {
        get
        {
            var (total, completed) = _measure?.Invoke() ?? _last;
            return new PullLine(status, digest, total, total is null && completed == 0 ? null : completed);
        }
    }

    /// <summary>It stays as it is now.</summary>
    public void End()
    {
        if (_measure is not { } measured) return;
        _last = measured();
        _measure = null;
    }
}
