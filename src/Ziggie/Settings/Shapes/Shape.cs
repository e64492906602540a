using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>What a value may look like, for the schema, the reference and environment variables.</summary>
internal abstract class Shape
{
    /// <summary>For people, e.g. <c>duration</c>, <c>list of text</c>.</summary>
    public abstract string Word { get; }

    public abstract JsonObject Schema();

    /// <summary>Keys of a section; empty for anything else.</summary>
    public virtual IReadOnlyList<SettingKey> Keys => [];

    /// <summary>What a list or map holds; null for anything else.</summary>
    public virtual Shape? Element => null;

    public virtual bool IsList => false;

    /// <summary>Whether it shows as one line: a value or a list of values, not a section or a list of sections.</summary>
    public virtual bool IsLeaf => true;

    /// <summary>A single value that may be written with variables, so its schema takes text with <c>${</c> too.</summary>
    protected static JsonObject OrVariable(string type, string? pattern = null) => new()
    {
        ["type"] = type == "string" ? "string" : new JsonArray(type, "string"),
        ["pattern"] = pattern is null ? @"\$\{" : $@"^(?:{pattern})$|\$\{{",
    };
}

/// <summary>Reads a value and shows it again.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>False after an error was added.</summary>
    public abstract bool TryRead(ConfigNode node, string path, Reading reading, out T value);

    /// <summary>The value as JSON, as the schema has it.</summary>
    public abstract JsonNode? Show(T? value);

    /// <summary>Adds a line for each leaf of the value.</summary>
    public virtual void Flatten(T value, string path, SettingKey key, List<FlatSetting> lines) =>
        lines.Add(new FlatSetting(path, key, Show(value)));

    /// <summary>Puts back, into a newly read value, what only a restart may change; names those that differ.</summary>
    public virtual T KeepRunning(T next, T running, string path, List<string> changed) => next;
}

/// <summary>One effective value.</summary>
internal readonly record struct FlatSetting(string Path, SettingKey Key, JsonNode? Value);
