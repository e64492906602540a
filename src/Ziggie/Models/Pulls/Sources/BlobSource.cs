using System.Net.Http.Headers;
using Ziggie.Models.Pulls.Transfer;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>A blob of a registry.</summary>
internal sealed class BlobSource(Registry registry, string host, Layer layer, bool isModel) : IRangeSource
{
    public string Host => host;

    public string Identity => layer.Digest.ToString();

    public bool HeedsMark => false;

    public long? Length => layer.Size;

    public bool IsModel => isModel;

    public Task<HttpResponseMessage> OpenAsync(long from, long? to, CancellationToken cancel) =>
        registry.BlobAsync(layer.Digest, to is null ? null : new RangeHeaderValue(from, to), cancel);
}

/// <summary>A file at an address.</summary>
internal sealed class AddressSource(PullHttp http, Uri address) : IRangeSource
{
    public string Host => address.Authority;

    public string Identity => address.ToString();

    public bool HeedsMark => true;

    public long? Length => null;

    public bool IsModel => true;

    public Task<HttpResponseMessage> OpenAsync(long from, long? to, CancellationToken cancel) =>
        http.GetAsync(address, cancel, range: to is null ? null : new RangeHeaderValue(from, to));
}
