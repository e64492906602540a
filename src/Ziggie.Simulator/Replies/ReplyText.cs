using System.Globalization;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>The words of an unscripted reply: always says first that it is simulated.</summary>
internal static class ReplyText
{
    private const string Label = "This is a simulated reply from Ziggie's built-in demo model.";
    private const string HowToConnect =
        " No real model is connected: start Ollama, llama-server, vLLM or LM Studio on this machine, or add a backend on Ziggie's Backends page.";
    private const int LongestEcho = 400;

    private static readonly string[] Filler =
    [
        "amber", "anchor", "bridge", "candle", "cedar", "cloud", "copper", "coral", "dawn", "delta", "drift", "ember", "fern", "field", "flint",
        "garden", "glass", "grain", "harbor", "hazel", "hollow", "island", "ivory", "juniper", "lantern", "linen", "maple", "meadow", "mist",
        "morning", "north", "oak", "orchard", "paper", "pebble", "pine", "quiet", "rain", "reed", "river", "sail", "sand", "shore", "silver",
        "slate", "spruce", "stone", "summer", "thistle", "timber", "valley", "violet", "water", "willow", "winter", "yarrow",
    ];

    public static string Natural(ModelRequest request)
    {
        var text = new StringBuilder(Label);
        Describe(RequestText.LastImages(request), text);
        foreach (var result in RequestText.LastToolResults(request))
            text.Append(CultureInfo.InvariantCulture, $" The tool {result.Name ?? result.Id} answered: {Shorten(string.Concat(result.Content.OfType<TextPart>().Select(p => p.Text)))}");
        text.Append(HowToConnect);
        var asked = RequestText.LastToolResults(request).Count > 0 ? "" : RequestText.Last(request).Trim();
        if (asked.Length > 0) text.Append(CultureInfo.InvariantCulture, $" You wrote: “{Shorten(asked)}”");
        return text.ToString();
    }

    /// <summary>Another word of a reply that has said all that it had to say.</summary>
    public static string Fill(Rng random) => " " + random.Pick(Filler);

    public static string Thought(ModelRequest request) =>
        $"Simulated thinking: the user wrote {Tokens.Count(RequestText.Last(request))} tokens; no model weighs them, so I say who I am.";

    public static string Words(Rng random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => random.Pick(Filler)));

    private static void Describe(IReadOnlyList<ImagePart> images, StringBuilder text)
    {
        if (images.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $" I was shown {images.Count} {(images.Count == 1 ? "image" : "images")}: ");
        text.AppendJoin("; ", images.Select(Describe)).Append('.');
    }

    private static string Describe(ImagePart image) =>
        image.Base64 is { } base64 ? $"an image of {Size(base64).ToString("N0", CultureInfo.InvariantCulture)} bytes, {image.MediaType ?? "of unknown type"}"
        : $"an image at {image.Url}";

    private static int Size(string base64) => base64.Length / 4 * 3 - base64.AsSpan().Count('=') + (base64.Length % 4 is var rest and > 1 ? rest - 1 : 0);

    private static string Shorten(string text)
    {
        if (text.Length <= LongestEcho) return text;
        var end = char.IsHighSurrogate(text[LongestEcho - 1]) ? LongestEcho - 1 : LongestEcho;
        return text[..end] + "…";
    }
}
