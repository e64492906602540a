using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>A list.</summary>
internal sealed class ListShape<T>(Shape<T> element) : Shape<IReadOnlyList<T>>
{
    private const int MaxItems = 1000;

    public override string Word => $"list of {(element.IsLeaf ? element.Word : "sections")}";

    public override Shape Element => element;

    public override bool IsList => true;

    public override bool IsLeaf => element.IsLeaf;

    public override bool TryRead(ConfigNode node, string path, Reading reading, out IReadOnlyList<T> value)
    {
        value = [];
        if (node is not ListNode list)
        {
            reading.Error(node.Origin, path, $"must be a list, as in [ … ] or lines that begin with \"- \"; found {node.Word}.");
            return false;
        }
        if (list.Items.Count > MaxItems)
        {
            reading.Error(node.Origin, path, $"must have at most {MaxItems} items.");
            return false;
        }
        var items = new List<T>(list.Items.Count);
        var ok = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var itemPath = ItemPath(path, i, item, reading);
            reading.Origins[itemPath] = item.Origin;
            if (item is ScalarNode { IsNull: true })
            {
                reading.Error(item.Origin, itemPath, "is empty; write a value or remove the line.");
                ok = false;
            }
            else
            {
                var itemOk = element.TryRead(item, itemPath, reading, out var read);
                ok &= itemOk;

                // A section with errors keeps its place, so that later rules name the right index.
                if (itemOk || !element.IsLeaf) items.Add(read);
            }
        }
        value = items;
        return ok;
    }

    public override JsonNode? Show(IReadOnlyList<T>? value) =>
        value is null ? null : new JsonArray([.. value.Select(element.Show)]);

    public override void Flatten(IReadOnlyList<T> value, string path, SettingKey key, List<FlatSetting> lines)
    {
        if (element.IsLeaf || value.Count == 0)
        {
            base.Flatten(value, path, key, lines);
            return;
        }
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Count; i++)
        {
            var name = (value[i] as INamedSetting)?.Name;
            element.Flatten(value[i], name is { Length: > 0 } && taken.Add(name) ? $"{path}.{name}" : $"{path}[{i}]", key, lines);
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = element.Schema() };

    /// <summary>A section that has a name goes by it, so that its path stays when the order changes.</summary>
    private string ItemPath(string path, int index, ConfigNode item, Reading reading)
    {
        if (!element.IsLeaf
            && item is MapNode map
            && map.Entries.TryGetValue("name", out var name)
            && name.Value is ScalarNode { IsNull: false, Text.Length: > 0 and <= 64 } scalar)
        {
            var named = $"{path}.{Variables.Expand(scalar.Text, reading.Environment, out _) ?? scalar.Text}";
            if (!reading.Declares(named)) return named;
        }
        return $"{path}[{index}]";
    }
}
