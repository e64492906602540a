using System.Buffers.Text;

namespace Ziggie.Wire.Json;

/// <summary>Pictures as requests carry them: addresses, <c>data:</c> URLs, bare base64.</summary>
internal static class DataUrl
{
    /// <summary>The picture of an http(s) address or a <c>data:image/…;base64,</c> URL.</summary>
    public static ImagePart ReadImage(string url, string at)
    {
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return new ImagePart(null, null, url);
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            throw new WireException($"{at} must be an http(s) address or a data URL such as data:image/png;base64,….", at);

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? "" : url[5..comma];
        if (!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            throw new WireException($"{at} is a data URL without base64; write it as data:image/png;base64,….", at);
        var mediaType = head[..head.IndexOf(';', StringComparison.Ordinal)].ToLowerInvariant();
        if (!mediaType.StartsWith("image/", StringComparison.Ordinal) || mediaType.Length > 64)
            throw new WireException($"{at} is a data URL whose type is not image/….", at);
        return new ImagePart(mediaType == "image/jpg" ? "image/jpeg" : mediaType, CheckBase64(url[(comma + 1)..], at));
    }

    /// <summary>Bare base64, with the media type told from its first bytes.</summary>
    public static ImagePart ReadBase64(string base64, string at) => new(MediaTypeOf(base64), CheckBase64(base64, at));

    /// <summary>The picture as one address: its own, or a <c>data:</c> URL.</summary>
    public static string Of(ImagePart image) => image.Url ?? $"data:{image.MediaType ?? MediaTypeOf(image.Base64 ?? "")};base64,{image.Base64}";

    /// <summary>The media type that a picture's first bytes show; PNG where they show none.</summary>
    public static string MediaTypeOf(string base64) => base64 switch
    {
        _ when base64.StartsWith("/9j/", StringComparison.Ordinal) => "image/jpeg",
        _ when base64.StartsWith("R0lGOD", StringComparison.Ordinal) => "image/gif",
        _ when base64.StartsWith("UklGR", StringComparison.Ordinal) => "image/webp",
        _ when base64.StartsWith("Qk", StringComparison.Ordinal) => "image/bmp",
        _ => "image/png",
    };

    private static string CheckBase64(string base64, string at)
    {
        if (base64.Length == 0) throw new WireException($"{at} is a picture without any bytes.", at);
        return Base64.IsValid(base64.AsSpan()) ? base64 : throw new WireException($"{at} is not valid base64.", at);
    }
}
