using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Feeds;

/// <summary>One topic on one socket: a snapshot, then events; a fresh snapshot when the watcher was too slow for the events.</summary>
internal sealed partial class FeedSubscription(IFeedTopic found, string topic, Caller caller, FeedHub hub, JsonSocket socket, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private Task _running = Task.CompletedTask;

    public void Start(CancellationToken socketOver) => _running = RunAsync(socketOver);

    /// <summary>Ended by itself (no such thing, snapshot failed), so that it may be asked for again.</summary>
    public bool IsOver => _running.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _over.Dispose();
    }

    private async Task RunAsync(CancellationToken socketOver)
    {
        // The reader of the socket goes on at once, however long the snapshot takes.
        await Task.Yield();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(socketOver, _over.Token);
        var cancel = linked.Token;
        try
        {
            while (await FollowAsync(cancel)) LogOverflow(topic, caller.UserName);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogFailed(e, topic);
            await TellAsync("snapshot_failed", $"The state of '{topic}' could not be read; subscribe again in a moment.");
        }
    }

    /// <summary>True when events were lost, so that all begins again.</summary>
    private async Task<bool> FollowAsync(CancellationToken cancel)
    {
        // 1. Watch, 2. take the snapshot, 3. leave out what is in it already.
        using var watch = hub.Watch(topic, caller);
        var before = hub.LastId;
        var snapshot = await found.SnapshotAsync(caller, topic, cancel);
        if (snapshot is null)
        {
            await TellAsync("not_found", $"There is no '{topic}', or it is not yours.");
            return false;
        }
        var asOf = snapshot.AsOf ?? before;
        if (!await socket.SendAsync(FeedFrames.Snapshot(topic, asOf, snapshot.Json), cancel)) return false;
        while (await watch.WaitAsync(cancel))
        {
            while (watch.TryTake(out var news))
            {
                if (news.Id > asOf && !await socket.SendAsync(news.Frame, cancel)) return false;
            }
        }
        return true;
    }

    private Task<bool> TellAsync(string code, string message) => socket.SendAsync(FeedFrames.Error(topic, code, message), CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A watcher of {Topic} ({User}) was too slow; it gets a fresh snapshot")]
    private partial void LogOverflow(string topic, string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of {Topic} failed")]
    private partial void LogFailed(Exception e, string topic);
}
