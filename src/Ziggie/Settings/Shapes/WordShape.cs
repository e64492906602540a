using System.Text.Json.Nodes;
using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>One of a few words.</summary>
internal sealed class WordShape<T>(params (string Word, T Value)[] words) : Shape<T>
    where T : notnull
{
    /// <summary>Words that a coming version will know: refused, but not as a mistake.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    public override string Word => string.Join(", ", words.Select(w => $"`{w.Word}`"));

    public override bool TryRead(ConfigNode node, string path, Reading reading, out T value)
    {
        value = words[0].Value;
        var names = words.Select(w => w.Word);
        var text = reading.Text(node, path, "one of " + string.Join(", ", names));
        if (text is null) return false;
        foreach (var word in words)
        {
            if (word.Word != text) continue;
            value = word.Value;
            return true;
        }
        if (Later.Contains(text))
        {
            reading.Error(node.Origin, path, $"\"{text}\" comes in a later version; this one knows {string.Join(", ", names)}.");
            return false;
        }
        var guess = Nearest.Of(text, names);
        reading.Mismatch(node, path, $"must be one of {string.Join(", ", names)}{(guess is null ? "" : $" (did you mean \"{guess}\"?)")}");
        return false;
    }

    public override JsonNode? Show(T? value)
    {
        foreach (var word in words)
            if (word.Value.Equals(value)) return JsonValue.Create(word.Word);
        return null;
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)JsonValue.Create(w.Word)!)]) },
            OrVariable("string")),
    };
}
