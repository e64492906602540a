using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Gateway;
using Ziggie.Storage;
using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>Runs generations to their end, whoever watches: asks the gateway, saves now and then, and tells how it ended.</summary>
internal sealed partial class GenerationRunner(
    IFrontDoor door,
    Generations generations,
    AnswerStore answers,
    ConversationNews news,
    ConversationLimits limits,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<GenerationRunner> log) : IHostedService
{
    private static readonly TimeSpan SaveRetry = TimeSpan.FromSeconds(2);
    private CancellationTokenRegistration _stopping;
    private Task _grace = Task.CompletedTask;

    /// <summary>Begins in the background. The generation was reserved, and its message is in the database.</summary>
    /// <param name="prompt">Makes the request; null where there is nothing to answer any more.</param>
    public void Start(Generation generation, FrontDoorOrigin origin, Func<CancellationToken, Task<ModelRequest?>> prompt) =>
        _ = Task.Run(() => RunAsync(generation, origin, prompt), CancellationToken.None);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not in StopAsync: that comes only after the last request was drained.
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            generations.Close();
            _grace = EndAllAsync();
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.DisposeAsync();
        generations.Close();
        // The host's patience may be shorter than ours.
        await _grace.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var generation in generations.All) generation.Cancel(GenerationEnd.Interrupted);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            await Task.WhenAll(generations.All.Select(g => g.Over)).WaitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            LogLeft(generations.All.Count);
        }
    }

    private async Task EndAllAsync()
    {
        using var grace = new CancellationTokenSource(limits.ShutdownGrace, time);
        try
        {
            while (!generations.IsIdle) await Task.WhenAll(generations.All.Select(g => g.Over)).WaitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            foreach (var generation in generations.All) generation.Cancel(GenerationEnd.Interrupted);
        }
    }

    private async Task RunAsync(Generation generation, FrontDoorOrigin origin, Func<CancellationToken, Task<ModelRequest?>> prompt)
    {
        using var revoked = generation.Caller.Revoked.Register(() => generation.Cancel(GenerationEnd.Revoked));
        using var asked = new CancellationTokenSource();
        var saving = SaveNowAndThenAsync(generation, asked.Token);
        try
        {
            var ended = await AskAsync(generation, origin, prompt);
            await asked.CancelAsync();
            await saving;
            await EndAsync(generation, ended);
        }
        catch (Exception e)
        {
            // A bug: the message must not look as if it still ran.
            LogBroken(e, generation.MessageId);
            generation.End(generation.Ending(MessageStatus.Failed, new MessageError("internal", "Ziggie failed while this was being written."), null, null));
        }
        finally
        {
            await asked.CancelAsync();
            generations.Remove(generation);
        }
    }

    private async Task<MessageEnded> AskAsync(Generation generation, FrontDoorOrigin origin, Func<CancellationToken, Task<ModelRequest?>> prompt)
    {
        FrontDoorResult? result = null;
        WireError? error = null;
        try
        {
            if (await prompt(generation.Token) is { } request)
            {
                result = await door.CallAsync(generation.Caller, request, origin, generation, generation.Token);
                error = result.Error ?? generation.ReplyError;
            }
            else
            {
                generation.Cancel(GenerationEnd.Gone);
            }
        }
        catch (OperationCanceledException) when (generation.Token.IsCancellationRequested)
        {
        }
        catch (DatabaseUnavailableException e)
        {
            error = new WireError(ErrorKind.Overloaded, e.Message, "database_unavailable");
        }
        catch (Exception e)
        {
            LogFailed(e, generation.MessageId);
            error = new WireError(ErrorKind.Internal, "Ziggie failed while asking the model; its log says more.", "internal");
        }
        if (generation.CutOff == GenerationEnd.None && error is null && result is null)
            error = new WireError(ErrorKind.Internal, "The model was not asked.", "internal");
        var (status, why) = Outcome.Of(generation.CutOff, error, limits);
        return generation.Ending(status, why, result?.Backend, result?.Model);
    }

    private async Task SaveNowAndThenAsync(Generation generation, CancellationToken asked)
    {
        using var timer = new PeriodicTimer(limits.SaveInterval, time);
        var saved = 0;
        var touchedAt = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(asked))
            {
                try
                {
                    var lives = true;
                    if (generation.ReadIfLonger(saved) is { } longer)
                    {
                        lives = await answers.SaveAsync(generation.MessageId, longer.Text, longer.Thinking, asked);
                        (saved, touchedAt) = (longer.Length, time.GetTimestamp());
                    }
                    else if (time.GetElapsedTime(touchedAt) >= limits.TouchInterval)
                    {
                        lives = await answers.TouchAsync(generation.MessageId, asked);
                        touchedAt = time.GetTimestamp();
                    }
                    if (!lives) generation.Cancel(GenerationEnd.Gone);
                }
                catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
                {
                    LogUnsaved(e, generation.MessageId);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task EndAsync(Generation generation, MessageEnded ended)
    {
        var (text, thinking) = generation.CloseText();
        if (generation.CutOff == GenerationEnd.Gone)
        {
            generation.End(null);
            return;
        }
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                var conversation = await answers.EndAsync(ended, text, thinking, CancellationToken.None);
                generation.End(conversation is null ? null : ended);
                if (conversation is not null) news.Listed(generation.Caller.UserId, conversation.ToItem());
                return;
            }
            catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
            {
                LogUnsaved(e, generation.MessageId);
                if (time.GetElapsedTime(since) > limits.SaveAtEnd)
                {
                    generation.End(ended);
                    return;
                }
                await Task.Delay(SaveRetry, time, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking the model for message {Message} failed")]
    private partial void LogFailed(Exception e, string message);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} could not be brought to its end")]
    private partial void LogBroken(Exception e, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} could not be saved; trying again")]
    private partial void LogUnsaved(Exception e, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages were not saved to their end before Ziggie stopped")]
    private partial void LogLeft(int count);
}
