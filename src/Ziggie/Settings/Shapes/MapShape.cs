using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>A section whose keys are names that the user chooses.</summary>
internal sealed class MapShape<T>(Shape<T> element, string keyWord) : Shape<IReadOnlyDictionary<string, T>>
{
    private const int MaxEntries = 1000;
    private const int MaxKeyLength = 256;

    public override string Word => $"section of {keyWord} to {(element.IsLeaf ? element.Word : "section")}";

    public override Shape Element => element;

    public override bool IsLeaf => false;

    public override bool TryRead(ConfigNode node, string path, Reading reading, out IReadOnlyDictionary<string, T> value)
    {
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        value = read;
        if (node is not MapNode map)
        {
            reading.Error(node.Origin, path, $"must be a section of {keyWord}s, each with its value after a colon; found {node.Word}.");
            return false;
        }
        if (map.Entries.Count > MaxEntries)
        {
            reading.Error(node.Origin, path, $"must have at most {MaxEntries} entries.");
            return false;
        }
        var ok = true;
        foreach (var (key, entry) in map.Entries)
        {
            var entryPath = $"{path}.{(key.Length <= 60 ? key : key[..60] + "…")}";
            reading.Origins[entryPath] = entry.Origin;
            if (key.Trim().Length == 0 || key.Length > MaxKeyLength || key.Any(char.IsControl))
            {
                reading.Error(entry.Origin, entryPath, $"must have a {keyWord} of 1 to {MaxKeyLength} characters before its colon.");
                ok = false;
            }
            else if (entry.Value is ScalarNode { IsNull: true })
            {
                reading.Error(entry.Origin, entryPath, "has no value; write one or remove the line.");
                ok = false;
            }
            else if (element.TryRead(entry.Value, entryPath, reading, out var item)) read[key] = item;
            else ok = false;
        }
        return ok;
    }

    public override JsonNode? Show(IReadOnlyDictionary<string, T>? value)
    {
        if (value is null) return null;
        var shown = new JsonObject();
        foreach (var (key, item) in value) shown[key] = element.Show(item);
        return shown;
    }

    public override void Flatten(IReadOnlyDictionary<string, T> value, string path, SettingKey key, List<FlatSetting> lines)
    {
        if (value.Count == 0) base.Flatten(value, path, key, lines);
        foreach (var (name, item) in value) element.Flatten(item, $"{path}.{name}", key, lines);
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = element.Schema() };
}
