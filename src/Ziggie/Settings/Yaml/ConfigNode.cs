namespace Ziggie.Settings;

/// <summary>A value as written, with the place where it was written.</summary>
internal abstract class ConfigNode(SettingOrigin origin)
{
    public SettingOrigin Origin { get; } = origin;

    /// <summary>What it is, for "found …" in an error.</summary>
    public abstract string Word { get; }

    public abstract ConfigNode Clone();
}

/// <summary>A single value, still text. Variables in it are expanded when it is read.</summary>
/// <param name="isNull">Nothing, <c>~</c> or <c>null</c>: as if the key were not there.</param>
internal sealed class ScalarNode(SettingOrigin origin, string text, bool isNull = false) : ConfigNode(origin)
{
    public string Text { get; } = text;
    public bool IsNull { get; } = isNull;
    public override string Word => IsNull ? "nothing" : "a single value";
    public override ConfigNode Clone() => this;
}

/// <summary>A list.</summary>
internal sealed class ListNode(SettingOrigin origin, List<ConfigNode> items) : ConfigNode(origin)
{
    public List<ConfigNode> Items { get; } = items;
    public override string Word => "a list";
    public override ConfigNode Clone() => new ListNode(Origin, Items.ConvertAll(i => i.Clone()));
}

/// <summary>A section: keys with values, in the order written.</summary>
internal sealed class MapNode(SettingOrigin origin) : ConfigNode(origin)
{
    public OrderedDictionary<string, MapEntry> Entries { get; } = new(StringComparer.Ordinal);
    public override string Word => "a section";

    public override ConfigNode Clone()
    {
        var copy = new MapNode(Origin);
        foreach (var (key, entry) in Entries) copy.Entries.Add(key, entry with { Value = entry.Value.Clone() });
        return copy;
    }
}

/// <summary>One key of a section.</summary>
/// <param name="Origin">Where the key stands.</param>
internal sealed record MapEntry(SettingOrigin Origin, ConfigNode Value);
