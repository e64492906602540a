using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>
/// Brings one file whole:
/// 1. asks for what is missing, and learns whether it can go on with what came before,
/// 2. fetches parts side by side, or the one stream of a server without ranges,
/// 3. hashes along, and writes down how far it is,
/// 4. hashes the rest.
/// </summary>
/// <param name="room">Told how many bytes are still to come, before they do; throws where there is no room for them.</param>
internal sealed class FileTransfer(IRangeSource source, PartialFile file, Retries.Options options, Action<long> room)
{
    private const int MaxRestarts = 3;
    private static readonly TimeSpan s_hashEvery = TimeSpan.FromMilliseconds(250);

    private PrefixHash? _hash;

    public long? Total => file.Length > 0 ? file.Length : source.Length;

    public long Fetched => file.Done;

    public long Verified => _hash?.Hashed ?? file.Length;

    /// <param name="verifying">Called when all has come and only the hash is missing.</param>
    /// <returns>Its SHA-256, as 64 digits.</returns>
    public async Task<string> RunAsync(Action verifying, CancellationToken cancel)
    {
        using var hash = new PrefixHash(file);
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                await FetchAsync(hash, cancel);
                break;
            }
            catch (SourceChangedException e)
            {
                // 1. Not with what came before: that is of another file.
                file.Restart(null, null, null, 1);
                if (restarts == MaxRestarts) throw new PullException(PullFault.Source, $"{e.Message} It did so {MaxRestarts + 1} times.", e);
            }
        }
        // 4.
        _hash = hash;
        verifying();
        await hash.CatchUpAsync(cancel);
        _hash = null;
        return hash.Hex();
    }

    private async Task FetchAsync(PrefixHash hash, CancellationToken cancel)
    {
        // 1.
        var first = new FirstAnswer(source, file, options.Pull);
        var response = await AskAsync(first, cancel);
        if (response is null) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var beside = Task.CompletedTask;
        try
        {
            if (file.Length > 0) room(file.Length - file.Done);
            // 3.
            beside = Task.WhenAll(HashAlongAsync(hash, stop.Token), first.Ranged ? SaveAlongAsync(stop.Token) : Task.CompletedTask);
            // 2.
            if (first.Ranged) await PartsAsync(response, cancel);
            else await StreamAsync(first, response, cancel);
        }
        catch (Exception e) when (e is ReplyException or HttpRequestException or IOException or TimeoutException)
        {
            throw Retries.Final(e, source.Host);
        }
        finally
        {
            response.Dispose();
            await stop.CancelAsync();
            await beside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (first.Ranged) Save();
        }
    }

    private async Task<HttpResponseMessage?> AskAsync(FirstAnswer first, CancellationToken cancel)
    {
        var retries = new Retries(options, first: source.Length is null && file.Done == 0);
        while (true)
        {
            try
            {
                return await first.AskAsync(cancel);
            }
            catch (Exception e) when (Retries.Heals(e) && !cancel.IsCancellationRequested)
            {
                await retries.WaitAsync(e, source.Host, progressed: false, cancel);
            }
            catch (Exception e) when (e is ReplyException or HttpRequestException)
            {
                throw Retries.Final(e, source.Host);
            }
        }
    }

    private async Task PartsAsync(HttpResponseMessage first, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var missing = new ConcurrentQueue<Part>(file.Parts.Where(p => !p.IsWhole));
        var transfer = new PartTransfer(source, file, Ranges.Mark(first), options);
        ExceptionDispatchInfo? failure = null;
        // The first takes the part that the open answer is for.
        var workers = Enumerable.Range(0, Math.Min(options.Pull.Parallel, missing.Count)).Select(i => WorkAsync(i == 0 ? first : null)).ToList();
        await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        failure?.Throw();

        async Task WorkAsync(HttpResponseMessage? open)
        {
            try
            {
                while (!stop.IsCancellationRequested && missing.TryDequeue(out var part))
                {
                    await transfer.RunAsync(part, open, stop.Token);
                    open = null;
                }
            }
            catch (Exception e)
            {
                // What failed first is the cause; the others only stop.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                await stop.CancelAsync();
            }
        }
    }

    private async Task StreamAsync(FirstAnswer first, HttpResponseMessage response, CancellationToken cancel)
    {
        var retries = new Retries(options);
        var transfer = new PartTransfer(source, file, null, options);
        var open = response;
        while (true)
        {
            try
            {
                using (open)
                {
                    var part = file.Parts[0];
                    await transfer.CopyAsync(open, part, cancel);
                    if (part.End == long.MaxValue) file.EndAt(part.Done);
                    else if (!part.IsWhole) throw new IOException($"{source.Host} ended the connection before the end.");
                    return;
                }
            }
            catch (Exception e) when (Retries.Heals(e) && !cancel.IsCancellationRequested)
            {
                await retries.WaitAsync(e, source.Host, progressed: false, cancel);
            }
            open = await AgainAsync(first, retries, cancel);
        }
    }

    private async Task<HttpResponseMessage> AgainAsync(FirstAnswer first, Retries retries, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await first.WholeAsync(cancel);
            }
            catch (Exception e) when (Retries.Heals(e) && !cancel.IsCancellationRequested)
            {
                await retries.WaitAsync(e, source.Host, progressed: false, cancel);
            }
        }
    }

    private async Task HashAlongAsync(PrefixHash hash, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_hashEvery, options.Time, cancel);
            await hash.CatchUpAsync(cancel);
        }
    }

    private async Task SaveAlongAsync(CancellationToken cancel)
    {
        for (var saved = file.Done; ;)
        {
            await Task.Delay(options.Pull.SaveEvery, options.Time, cancel);
            var done = file.Done;
            if (done == saved) continue;
            Save();
            saved = done;
        }
    }

    /// <summary>A disk that cannot take this cannot take the file either, and that is told.</summary>
    private void Save()
    {
        try
        {
            file.Save();
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
        }
    }
}
