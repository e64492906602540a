using System.Text;
using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>Checks what callers send, all faults at once, each with its field.</summary>
internal sealed class InputCheck(ConversationLimits limits)
{
    private static readonly string[] MediaTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"];
    private readonly List<(string Field, string Message)> _faults = [];

    public IReadOnlyList<(string Field, string Message)> Faults => _faults;

    public InputCheck Title(string? title)
    {
        if (title is null) return this;
        if (string.IsNullOrWhiteSpace(title)) Fault("title", "A title needs at least one letter; leave it out to have one made.");
        if (title.Length > limits.TitleLength) Fault("title", $"A title may have {limits.TitleLength} characters.");
        if (title.Any(char.IsControl)) Fault("title", "A title is one line without control characters.");
        return this;
    }

    public InputCheck Model(string? model)
    {
        if (model?.Length > limits.ModelLength) Fault("model", $"A model's name may have {limits.ModelLength} characters.");
        if (model?.Any(char.IsControl) == true) Fault("model", "A model's name has no control characters.");
        return this;
    }

    public InputCheck System(string? system)
    {
        if (system is not null && Encoding.UTF8.GetByteCount(system) > limits.SystemBytes) Fault("system", $"A system prompt may have {limits.SystemBytes >> 10} KB.");
        return NoNul("system", system);
    }

    /// <summary>The turn; null where there are faults.</summary>
    public Turn? Turn(NewMessage message)
    {
        Model(message.Model).System(message.System).Content(message);
        var images = message.Images is null ? null : Images(message.Images);
        var sampling = Sampling(message.Options ?? new MessageOptions());
        if (_faults.Count > 0) return null;
        return new Turn
        {
            Content = message.Content,
            Model = message.Model,
            System = message.System,
            Images = images,
            ReplaceFrom = message.ReplaceFrom,
            Regenerate = message.Regenerate,
            Sampling = sampling,
            Thinking = message.Options?.Thinking is { } thinking ? new Thinking(thinking) : null,
        };
    }

    private void Content(NewMessage message)
    {
        if (message.Regenerate is not null)
        {
            if (message.ReplaceFrom is not null) Fault("regenerate", "Send either 'replaceFrom' or 'regenerate'.");
            if (message.Content is not null || message.Images is not null) Fault("content", "With 'regenerate' the question stays as it is: leave 'content' and 'images' out, or send 'replaceFrom'.");
            return;
        }
        if (string.IsNullOrWhiteSpace(message.Content) && message.Images is not { Count: > 0 }) Fault("content", "Say something: 'content' is empty.");
        if (message.Content is not null && Encoding.UTF8.GetByteCount(message.Content) > limits.ContentBytes)
            Fault("content", $"A message may have {limits.ContentBytes >> 20} MB of text.");
        NoNul("content", message.Content);
    }

    private List<TurnImage> Images(IReadOnlyList<NewImage> wanted)
    {
        if (wanted.Count > limits.ImagesPerMessage) Fault("images", $"A message may have {limits.ImagesPerMessage} pictures.");
        var images = new List<TurnImage>();
        for (var i = 0; i < Math.Min(wanted.Count, limits.ImagesPerMessage); i++)
        {
            var field = $"images[{i}]";
            if (!MediaTypes.Contains(wanted[i]?.MediaType)) Fault($"{field}.mediaType", $"Has to be one of {string.Join(", ", MediaTypes)}.");
            if (Decode(wanted[i]?.Base64) is not { Length: > 0 } data) Fault($"{field}.base64", "Has to be the picture's bytes in base64, without a 'data:' prefix.");
            else if (data.Length > limits.ImageBytes) Fault($"{field}.base64", $"A picture may have {limits.ImageBytes >> 20} MB.");
            else images.Add(new TurnImage(wanted[i].MediaType ?? "", data));
        }
        return images;
    }

    private SamplingOptions Sampling(MessageOptions options)
    {
        Range("options.temperature", options.Temperature, 0, 5);
        Range("options.topP", options.TopP, 0, 1);
        Range("options.topK", options.TopK, 0, 100_000);
        Range("options.minP", options.MinP, 0, 1);
        Range("options.maxTokens", options.MaxTokens, 1, 10_000_000);
        Range("options.presencePenalty", options.PresencePenalty, -2, 2);
        Range("options.frequencyPenalty", options.FrequencyPenalty, -2, 2);
        if (options.Stop is { } stop && (stop.Count > 16 || stop.Any(s => s is not { Length: > 0 and <= 200 }))) Fault("options.stop", "At most 16 texts of 1 to 200 characters.");
        return new SamplingOptions
        {
            Temperature = options.Temperature,
            TopP = options.TopP,
            TopK = options.TopK,
            MinP = options.MinP,
            MaxTokens = options.MaxTokens,
            Seed = options.Seed,
            PresencePenalty = options.PresencePenalty,
            FrequencyPenalty = options.FrequencyPenalty,
            Stop = options.Stop ?? [],
        };
    }

    private static byte[]? Decode(string? base64)
    {
        if (base64 is null) return null;
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private void Range(string field, double? value, double least, double most)
    {
        if (value is { } number && !(number >= least && number <= most)) Fault(field, FormattableString.Invariant($"Has to be between {least} and {most}."));
    }

    private InputCheck NoNul(string field, string? text)
    {
        if (text?.Contains('\0') == true) Fault(field, "The character U+0000 cannot be kept: take it out.");
        return this;
    }

    private void Fault(string field, string message) => _faults.Add((field, message));
}
