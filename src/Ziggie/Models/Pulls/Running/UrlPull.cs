using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;

namespace Ziggie.Models.Pulls.Running;

/// <summary>Pulls a GGUF file from its address into the models folder. It comes into view whole, or not at all.</summary>
internal sealed class UrlPull(PullHttp http, Fetcher fetcher)
{
    public async Task RunAsync(Pull pull, UrlSource source, StoreFolder store, CancellationToken cancel)
    {
        var path = store.File(source.File);
        var partial = store.Partial($"url-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.File)))[..32]}");
        await fetcher.BringAsync(pull, new Wanted($"pulling {source.Name}", path, partial, source.Sha256, new AddressSource(http, source.Address), token => IsThereAsync(pull, source, path, token)), cancel);
    }

    /// <summary>A file that somebody has is never overwritten.</summary>
    private async Task<bool> IsThereAsync(Pull pull, UrlSource source, string path, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return false;
        if (source.Sha256 is { } digest)
        {
            if (await FileHash.IsAsync(path, digest, pull, cancel)) return true;
        }
        else if (await LengthAsync(source, cancel) == file.Length)
        {
            pull.Begin($"{source.File} is there already, of the same size");
            return true;
        }
        throw new PullException(PullFault.Conflict, $"There is another {source.File} in the models folder already. Remove it first (ziggie models rm {Path.ChangeExtension(source.File, null)}), or give this one another name.");
    }

    private async Task<long?> LengthAsync(UrlSource source, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(source.Address, cancel, range: new RangeHeaderValue(0, 3));
            return response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.Length : response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : throw ReplyException.Of(response);
        }
        catch (Exception e) when (e is ReplyException or HttpRequestException or TimeoutException)
        {
            throw Retries.Final(e, source.Address.Authority);
        }
    }
}
