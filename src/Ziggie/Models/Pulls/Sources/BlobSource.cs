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

    public Task<HttpResponseMessage> OpenAsync(long from, long? to, CancellationToken cancel) =>
        registry.BlobAsync(layer.Digest, to is null ? null : new RangeHeaderValue(from, to), cancel);

    public void CheckStart(ReadOnlySpan<byte> first)
    {
        if (isModel) GgufStart.Check(first, host);
    }
}

/// <summary>A file at an address.</summary>
internal sealed class AddressSource(PullHttp http, Uri address) : IRangeSource
{
    public string Host => address.Authority;

    public string Identity => address.ToString();

    public bool HeedsMark => true;

    public long? Length => null;

    public Task<HttpResponseMessage> OpenAsync(long from, long? to, CancellationToken cancel) =>
        http.GetAsync(address, cancel, range: to is null ? null : new RangeHeaderValue(from, to));

    public void CheckStart(ReadOnlySpan<byte> first) => GgufStart.Check(first, Host);
}

/// <summary>How every GGUF file begins.</summary>
internal static class GgufStart
{
    public static void Check(ReadOnlySpan<byte> first, string host)
    {
        if (first.StartsWith("GGUF"u8)) return;
        var why = first.Length > 0 && first.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? "it is a web page; name the address that the page's download button has" : "it does not begin as one";
        throw new PullException(PullFault.Corrupt, $"What {host} sends is no GGUF file: {why}.");
    }
}
