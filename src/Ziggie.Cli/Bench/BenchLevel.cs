namespace Ziggie.Cli.Bench;

/// <summary>What was measured with so many requests at once.</summary>
internal sealed class BenchLevel(int concurrency)
{
    private const int MaxCauses = 20;
    private const int LongestCause = 300;

    private readonly Dictionary<string, int> _errors = [];
    private readonly SortedSet<string> _backends = new(StringComparer.Ordinal);

    public int Concurrency => concurrency;
    public Samples First { get; } = new();
    public Samples Between { get; } = new();
    public Samples Total { get; } = new();
    public Samples Queue { get; } = new();

    /// <summary>Tokens per second of each stream, from its first token on.</summary>
    public Samples Speed { get; } = new();
    public int Done { get; private set; }
    public int Failed { get; private set; }
    public long Tokens { get; private set; }
    public long PromptTokens { get; private set; }

    /// <summary>From the first request sent to the last one ended.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Ended before all requests were made.</summary>
    public bool Interrupted { get; set; }
    public double? TokensPerSecond => Duration > TimeSpan.Zero && Done > 0 ? Tokens / Duration.TotalSeconds : null;

    /// <summary>Most frequent first.</summary>
    public IEnumerable<(string Cause, int Count)> Errors => _errors.Select(e => (e.Key, e.Value)).OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);
    public IReadOnlyCollection<string> Backends => _backends;

    public void Add(BenchSample sample)
    {
        if (sample.Error is { } error)
        {
            Failed++;
            var cause = error.Length > LongestCause ? error[..LongestCause] : error;
            if (!_errors.ContainsKey(cause) && _errors.Count >= MaxCauses) cause = "other causes";
            _errors[cause] = _errors.GetValueOrDefault(cause) + 1;
            return;
        }
        Done++;
        Tokens += sample.Tokens;
        PromptTokens += sample.PromptTokens ?? 0;
        Total.Add(sample.Total);
        if (sample.First is { } first) First.Add(first);
        foreach (var gap in sample.Gaps) Between.Add(gap);
        if (sample.QueueMs is { } queue) Queue.Add(queue);
        if (sample.Gaps.Count > 0 && sample.Gaps.Sum() is > 0 and var decoding) Speed.Add((sample.Tokens - 1) * 1000 / decoding);
        if (sample.Backend is { } backend && _backends.Count < MaxCauses) _backends.Add(backend);
    }
}
