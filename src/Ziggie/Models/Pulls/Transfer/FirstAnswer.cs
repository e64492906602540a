using System.Net;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>
/// Asks for the first bytes that are missing. The answer says what the file is (its length, its ETag), whether the other side knows
/// ranges, and so whether what came before can be gone on with.
/// </summary>
internal sealed class FirstAnswer(IRangeSource source, PartialFile file, PullOptions options)
{
    /// <summary>Whether the other side gives ranges.</summary>
    public bool Ranged { get; private set; } = true;

    /// <summary>The answer to read from; null where nothing is missing.</summary>
    public async Task<HttpResponseMessage?> AskAsync(CancellationToken cancel)
    {
        if (TakeUp())
        {
            if (Array.Find(file.Parts, p => !p.IsWhole) is not { } part) return null;
            var response = await source.OpenAsync(part.Next, part.End - 1, cancel);
            if (Goes(response, part.Next)) return response;
            // Another file by now, or no ranges any more: from the beginning.
            response.Dispose();
        }
        return await BeginAsync(cancel);
    }

    private bool TakeUp()
    {
        if (file.Remembered() is not { } before || before.Source != source.Identity) return false;
        return (source.Length is not { } length || length == before.Length) && file.Resume(before.Source, before.Length, before.Mark);
    }

    private bool Goes(HttpResponseMessage response, long from)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable) return false;
        if (response.StatusCode == HttpStatusCode.PartialContent) return Ranges.Fits(response, from, file.Length, source.HeedsMark ? file.Remembered()?.Mark : null);
        using (response) throw Sources.ReplyException.Of(response);
    }

    private async Task<HttpResponseMessage> BeginAsync(CancellationToken cancel)
    {
        var last = Math.Min(options.PartBytes, source.Length ?? long.MaxValue) - 1;
        var response = await source.OpenAsync(0, last, cancel);
        if (response.StatusCode != HttpStatusCode.PartialContent) return Whole(response);
        if (response.Content.Headers.ContentRange is { HasRange: true, From: 0, Length: { } length })
        {
            Expect(length, response);
            file.Restart(source.Identity, length, Ranges.Mark(response), options.PartBytes);
            return response;
        }
        // A range of who knows what: ask for the whole.
        response.Dispose();
        return await WholeAsync(cancel);
    }

    /// <summary>One stream from beginning to end, of which nothing can be kept if it breaks.</summary>
    public async Task<HttpResponseMessage> WholeAsync(CancellationToken cancel) => Whole(await source.OpenAsync(0, null, cancel));

    private HttpResponseMessage Whole(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            using (response) throw Sources.ReplyException.Of(response);
        }
        Ranged = false;
        var length = response.Content.Headers.ContentLength;
        if (length is { } said) Expect(said, response);
        length ??= source.Length;
        file.Restart(source.Identity, length, null, Math.Max(1, length ?? 1));
        return response;
    }

    private void Expect(long length, HttpResponseMessage response)
    {
        if (length > 0 && (source.Length is not { } expected || expected == length)) return;
        response.Dispose();
        throw new PullException(PullFault.Corrupt, length == 0 ? $"{source.Host} sends an empty file." : $"{source.Host} sends a file of {length} bytes where its manifest says {source.Length}.");
    }
}

/// <summary>Reads what an answer says about its range.</summary>
internal static class Ranges
{
    /// <summary>By what the file is known again.</summary>
    public static string? Mark(HttpResponseMessage response) =>
        response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    public static bool Fits(HttpResponseMessage response, long from, long length, string? mark) =>
        response.Content.Headers.ContentRange is { HasRange: true } range && range.From == from && range.Length == length && (mark is null || mark == Mark(response));
}
