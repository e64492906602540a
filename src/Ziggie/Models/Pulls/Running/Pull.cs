using System.Runtime.CompilerServices;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Running;

/// <summary>How a pull stands.</summary>
internal enum PullState { Waiting, Running, Success, Failed, Cancelled }

/// <summary>One pull: what it does now, for whoever watches. It goes on while somebody does, or where it was told to go on alone.</summary>
internal sealed class Pull(string id, PullSource source, TimeProvider time, TimeSpan tellEvery) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Stage> _stages = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watchers;
    private bool _alone;

    public string Id => id;

    public PullSource Source => source;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public DateTimeOffset? Ended { get; private set; }

    public PullState State { get; private set; }

    public PullException? Failure { get; private set; }

    public bool HasEnded => Ended is not null;

    /// <summary>Done when it has ended, however.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Ends when it shall stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Why it was stopped.</summary>
    public string? StopReason { get; private set; }

    /// <summary>What it does now.</summary>
    public PullLine Now
    {
        get
        {
            lock (_lock) return _stages.Count == 0 ? new PullLine("waiting") : _stages[^1].Line;
        }
    }

    /// <summary>The step with the most bytes: how far the pull is as a whole.</summary>
    public PullLine Largest
    {
        get
        {
            lock (_lock) return _stages.Select(s => s.Line).MaxBy(l => l.Digest is null ? 0 : l.Total ?? 0) ?? new PullLine("waiting");
        }
    }

    /// <summary>Nobody needs to watch.</summary>
    public void GoOnAlone()
    {
        lock (_lock) _alone = true;
    }

    /// <summary>Counts a watcher in, until it is disposed; the last one who leaves stops the pull. Null where it is over or about to be.</summary>
    public IDisposable? TryWatch()
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested) return null;
            _watchers++;
            return new Watcher(this);
        }
    }

    public void Begin(string status, string? digest = null, Func<(long? Total, long Completed)>? measure = null)
    {
        lock (_lock)
        {
            if (_stages.Count > 0) _stages[^1].End();
            _stages.Add(new Stage(status, digest, measure));
        }
        Tell();
    }

    public void Run() => State = PullState.Running;

    public void End(PullException? failure)
    {
        lock (_lock)
        {
            if (_stages.Count > 0) _stages[^1].End();
            Failure = failure;
            State = failure is null ? PullState.Success : failure.Fault == PullFault.Cancelled ? PullState.Cancelled : PullState.Failed;
            Ended = time.GetUtcNow();
        }
        Tell();
        _completion.TrySetResult();
    }

    public void Stop(string reason)
    {
        lock (_lock)
        {
            if (HasEnded || _stop.IsCancellationRequested) return;
            StopReason = reason;
        }
        _stop.Cancel();
    }

    /// <summary>All lines so far, then each as it comes; the last says how it ended.</summary>
    public async IAsyncEnumerable<PullLine> WatchAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var shown = 0;
        var last = default(PullLine);
        while (true)
        {
            var news = _news.Task;
            bool ended;
            PullLine[] lines;
            lock (_lock)
            {
                ended = HasEnded;
                lines = [.. _stages.Skip(Math.Max(0, shown - 1)).Select(s => s.Line)];
                shown = _stages.Count;
            }
            foreach (var line in lines)
            {
                if (line == last) continue;
                last = line;
                yield return line;
            }
            if (ended) break;
            await Task.WhenAny(news, Task.Delay(tellEvery, time, cancel));
            cancel.ThrowIfCancellationRequested();
        }
        yield return Failure is { } failure ? new PullLine(null, Error: failure.Message) : new PullLine("success");
    }

    public void Dispose() => _stop.Dispose();

    private void Leave()
    {
        lock (_lock)
        {
            if (--_watchers > 0 || _alone) return;
        }
        Stop("Nobody waits for it any more; what has come is kept, so pull again to go on.");
    }

    private void Tell() => Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private sealed class Watcher(Pull pull) : IDisposable
    {
        private Pull? _pull = pull;

        public void Dispose() => Interlocked.Exchange(ref _pull, null)?.Leave();
    }
}
