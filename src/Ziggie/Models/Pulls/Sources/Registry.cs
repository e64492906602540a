using System.Net;
using System.Net.Http.Headers;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>One model's place in a registry: its manifest and its blobs.</summary>
internal sealed class Registry(PullHttp http, RegistrySource source, Retries.Options retries)
{
    private readonly BearerChallenge _challenge = new(http, source.Registry);
    private readonly Uri _base = new(source.Registry, $"/v2/{source.Model.Namespace}/{source.Model.Model}/");
    private string? _token;

    /// <summary>The manifest's bytes as the registry has them.</summary>
    public async Task<byte[]> ManifestAsync(CancellationToken cancel)
    {
        var retry = new Retries(retries, first: true);
        while (true)
        {
            try
            {
                using var response = await GetAsync(new Uri(_base, $"manifests/{source.Model.Tag}"), Manifest.MediaType, null, cancel);
                Check(response);
                return await http.ReadAsync(response, Manifest.MaxBytes, cancel);
            }
            catch (Exception e) when (Retries.Heals(e) && !cancel.IsCancellationRequested)
            {
                await retry.WaitAsync(e, source.Registry.Authority, progressed: false, cancel);
            }
        }
    }

    /// <summary>A blob, or a range of it.</summary>
    public Task<HttpResponseMessage> BlobAsync(Digest digest, RangeHeaderValue? range, CancellationToken cancel) =>
        GetAsync(new Uri(_base, $"blobs/{digest}"), null, range, cancel);

    private async Task<HttpResponseMessage> GetAsync(Uri address, string? accept, RangeHeaderValue? range, CancellationToken cancel)
    {
        var sent = _token;
        var response = await http.GetAsync(address, cancel, accept, range, sent);
        // A token may have run out in the meantime.
        if (response.StatusCode != HttpStatusCode.Unauthorized) return response;
        using (response)
        {
            var token = await _challenge.AnswerAsync(response, cancel);
            _token = token ?? throw new PullException(PullFault.Source, $"{source.Registry.Authority} does not give {source.Name} to everybody: the name may be wrong, or it needs a sign-in, which a pull does not have.");
        }
        return await http.GetAsync(address, cancel, accept, range, _token);
    }

    private void Check(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return;
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new PullException(PullFault.NotFound, $"pull model manifest: file does not exist: {source.Registry.Authority} has no {source.Model.Namespace}/{source.Model.Model}:{source.Model.Tag}. Check the name and the tag.");
        throw ReplyException.Of(response);
    }
}
