using System.Globalization;
using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>Puts <c>ZIGGIE__SECTION__KEY</c> variables over what the file says. Letter case does not count; list items go by index.</summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "ZIGGIE__";

    public static ConfigNode? Apply(ConfigNode? root, Reading reading)
    {
        var variables = reading.Environment.Keys
            .Where(k => k.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && reading.Environment[k].Length > 0)
            .Select(k => (Name: k, Segments: k[Prefix.Length..].Split("__")))
            .OrderBy(v => v.Segments, Comparer<string[]>.Create(Compare));
        foreach (var (name, segments) in variables)
            root = Put(SettingsCatalog.Root, root, segments, reading.Environment[name], SettingOrigin.Variable(name), "", reading);
        return root;
    }

    /// <summary>The value of one option, as if the file said it.</summary>
    public static ConfigNode? Apply(ConfigNode? root, string[] segments, string value, SettingOrigin origin, Reading reading) =>
        Put(SettingsCatalog.Root, root, segments, value, origin, "", reading);

    private static ConfigNode? Put(Shape shape, ConfigNode? node, ReadOnlySpan<string> rest, string value, SettingOrigin origin, string path, Reading reading)
    {
        if (rest.IsEmpty) return Value(shape, value, origin, reading) ?? node;
        var segment = rest[0];
        if (shape.Element is { } element)
        {
            return shape.IsList
                ? PutItem(element, node as ListNode ?? new ListNode(origin, []), rest, value, origin, path, reading)
                : PutEntry(element, node as MapNode ?? new MapNode(origin), EntryName(node, segment), rest, value, origin, path, reading);
        }
        var key = shape.Keys.FirstOrDefault(k => k.Name.Equals(segment, StringComparison.OrdinalIgnoreCase));
        if (key is not null) return PutEntry(key.Shape, node as MapNode ?? new MapNode(origin), key.Name, rest, value, origin, path, reading);
        var guess = Nearest.Of(segment, shape.Keys.Select(k => k.Name));
        reading.Error(origin, Join(path, segment.ToLowerInvariant()), shape.Keys.Count == 0
            ? "goes too deep: the key before it is a single value."
            : $"is not a key that Ziggie knows; {(guess is null ? "known here are " + string.Join(", ", shape.Keys.Select(k => k.Name)) + "." : $"did you mean {origin.Name[..^(string.Join("__", rest.ToArray()).Length)]}{guess.ToUpperInvariant()}?")}");
        return node;
    }

    private static MapNode PutEntry(Shape shape, MapNode map, string name, ReadOnlySpan<string> rest, string value, SettingOrigin origin, string path, Reading reading)
    {
        var old = map.Entries.GetValueOrDefault(name);
        var put = Put(shape, old?.Value, rest[1..], value, origin, Join(path, name), reading);
        if (put is not null) map.Entries[name] = new MapEntry(rest.Length == 1 || old is null ? origin : old.Origin, put);
        return map;
    }

    private static ListNode PutItem(Shape element, ListNode list, ReadOnlySpan<string> rest, string value, SettingOrigin origin, string path, Reading reading)
    {
        if (!int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Items.Count)
        {
            reading.Error(origin, $"{path}[{rest[0]}]", $"must be an item's index from 0 to {list.Items.Count} (which adds one).");
            return list;
        }
        var put = Put(element, index < list.Items.Count ? list.Items[index] : null, rest[1..], value, origin, $"{path}[{index}]", reading);
        if (put is null) return list;
        if (index == list.Items.Count) list.Items.Add(put);
        else list.Items[index] = put;
        return list;
    }

    /// <summary>A single value is taken as it stands; a list of them also with commas; anything else is YAML, as in the file.</summary>
    private static ConfigNode? Value(Shape shape, string value, SettingOrigin origin, Reading reading)
    {
        if (shape.IsLeaf && shape.Element is null) return new ScalarNode(origin, value);
        if (shape.IsLeaf && !value.TrimStart().StartsWith('['))
        {
            var parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new ListNode(origin, [.. parts.Select(p => new ScalarNode(origin, p))]);
        }
        return YamlReader.Read(value, (_, _) => origin, reading.Errors);
    }

    /// <summary>Names that the user chose have a case of their own where the file has them; else lower case is the custom.</summary>
    private static string EntryName(ConfigNode? node, string segment) =>
        (node as MapNode)?.Entries.Keys.FirstOrDefault(k => k.Equals(segment, StringComparison.OrdinalIgnoreCase)) ?? segment.ToLowerInvariant();

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Segment by segment, indexes as numbers, so that item 2 is added before item 10.</summary>
    private static int Compare(string[] a, string[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var order = int.TryParse(a[i], out var x) && int.TryParse(b[i], out var y) ? x.CompareTo(y) : string.CompareOrdinal(a[i], b[i]);
            if (order != 0) return order;
        }
        return a.Length.CompareTo(b.Length);
    }
}
