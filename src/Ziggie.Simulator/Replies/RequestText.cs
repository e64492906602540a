using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>What the simulator reads out of a request.</summary>
internal static class RequestText
{
    /// <summary>Counted for a picture, whatever its size.</summary>
    private const int ImageTokens = 85;

    /// <summary>The text that the reply answers: the last message's, the prompt, or the inputs.</summary>
    public static string Last(ModelRequest request) => request.Operation switch
    {
        Operation.Completion => request.Prompt,
        Operation.Embeddings => string.Join('\n', request.Inputs),
        _ => request.Messages is [.., var last] ? TextOf(last) : "",
    };

    public static IReadOnlyList<ToolResultPart> LastToolResults(ModelRequest request) =>
        request.Messages is [.., var last] ? [.. last.Parts.OfType<ToolResultPart>()] : [];

    public static IReadOnlyList<ImagePart> LastImages(ModelRequest request) =>
        request.Operation == Operation.Completion ? request.Images
        : request.Messages is [.., var last] ? [.. last.Parts.OfType<ImagePart>()]
        : [];

    public static int CountTokens(ModelRequest request)
    {
        var count = Tokens.Count(request.Prompt) + Tokens.Count(request.Suffix ?? "") + request.Images.Count * ImageTokens;
        foreach (var input in request.Inputs) count += Tokens.Count(input);
        foreach (var part in request.Messages.SelectMany(m => m.Parts)) count += CountTokens(part);
        foreach (var tool in request.Tools)
            count += Tokens.Count(tool.Name) + Tokens.Count(tool.Description ?? "") + Tokens.Count(tool.Parameters?.GetRawText() ?? "");
        return count;
    }

    /// <summary>The same for the same request, another for another.</summary>
    public static ulong Seed(ModelRequest request, long seed)
    {
        var hash = Rng.Hash(request.Model, (ulong)seed ^ (ulong)(request.Sampling.Seed ?? 0) * 0x9E3779B97F4A7C15);
        hash = Rng.Hash(request.Prompt, hash);
        foreach (var message in request.Messages) hash = Rng.Hash(TextOf(message), hash + (ulong)message.Role);
        return hash;
    }

    private static string TextOf(Message message) => string.Concat(message.Parts.Select(TextOf));

    private static string TextOf(MessagePart part) => part switch
    {
        TextPart text => text.Text,
        ToolResultPart result => string.Concat(result.Content.Select(TextOf)),
        _ => "",
    };

    private static int CountTokens(MessagePart part) => part switch
    {
        TextPart text => Tokens.Count(text.Text),
        ThinkingPart thinking => Tokens.Count(thinking.Text),
        ImagePart => ImageTokens,
        ToolCallPart call => Tokens.Count(call.Name) + Tokens.Count(call.ArgumentsJson),
        ToolResultPart result => result.Content.Sum(CountTokens),
        _ => 0,
    };
}
