using System.Buffers;
using System.Net;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>Brings one part, over as many connections as it takes.</summary>
internal sealed class PartTransfer(IRangeSource source, PartialFile file, string? mark, Retries.Options options)
{
    private const int Buffer = 128 << 10;
    private const int Head = 4;

    /// <param name="open">An answer that has begun already.</param>
    /// <exception cref="SourceChangedException">The other side's file is another by now.</exception>
    public async Task RunAsync(Part part, HttpResponseMessage? open, CancellationToken cancel)
    {
        var retries = new Retries(options);
        while (!part.IsWhole)
        {
            var before = part.Done;
            try
            {
                using var response = open ?? await OpenAsync(part, cancel);
                open = null;
                await CopyAsync(response, part, cancel);
                if (!part.IsWhole) throw new IOException($"{source.Host} ended the connection before the end.");
            }
            catch (Exception e) when (Retries.Heals(e) && !cancel.IsCancellationRequested)
            {
                await retries.WaitAsync(e, source.Host, part.Done > before, cancel);
            }
        }
    }

    /// <summary>Takes what comes, up to the part's end, or to the stream's end where the part has none.</summary>
    public async Task CopyAsync(HttpResponseMessage response, Part part, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(options.Pull.Stall, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            while (part.Left > 0)
            {
                late.CancelAfter(options.Pull.Stall);
                var room = buffer.AsMemory(0, (int)Math.Min(buffer.Length, part.Left));
                var read = await stream.ReadAtLeastAsync(room, part.Next == 0 ? Math.Min(Head, room.Length) : 1, throwOnEndOfStream: false, either.Token);
                // A slow disk is not the other side's fault.
                late.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0) return;
                if (part.Next == 0) GgufCheck.Start(source, buffer.AsSpan(0, read));
                await file.WriteAsync(part, room[..read], cancel);
            }
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{source.Host} sent nothing for {options.Pull.Stall.TotalSeconds:0.#} s.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Part part, CancellationToken cancel)
    {
        var response = await source.OpenAsync(part.Next, part.End - 1, cancel);
        if (response.StatusCode == HttpStatusCode.PartialContent && Ranges.Fits(response, part.Next, file.Length, source.HeedsMark ? mark : null)) return response;
        using (response)
        {
            throw response.StatusCode switch
            {
                HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable => new SourceChangedException(source.Host),
                HttpStatusCode.OK => new IOException($"{source.Host} sent the whole file where a range was asked for."),
                _ => ReplyException.Of(response),
            };
        }
    }
}

/// <summary>The other side's file became another while it was fetched.</summary>
internal sealed class SourceChangedException(string host) : Exception($"The file at {host} changed while it was fetched.");
