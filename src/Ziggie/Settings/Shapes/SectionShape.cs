using System.Text.Json.Nodes;
using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>A section with keys of its own.</summary>
/// <param name="create">A value with every default in it.</param>
internal sealed class SectionShape<T>(Func<T> create) : Shape<T>
{
    private readonly List<SettingKey<T>> _keys = [];

    /// <summary>Other keys are let through: the feature that will read them is not here yet.</summary>
    public bool Open { get; init; }

    public override string Word => "section";

    public override bool IsLeaf => false;

    public override IReadOnlyList<SettingKey> Keys => _keys;

    /// <summary>Declares a key: all that reading, validation, schema, reference and the settings page know about it.</summary>
    public SectionShape<T> Key<TValue>(
        string name,
        Shape<TValue> shape,
        string description,
        Func<T, TValue?> get,
        Func<T, TValue, T> set,
        bool required = false,
        bool secret = false,
        bool restart = false)
    {
        _keys.Add(new SettingKey<T, TValue>(name, shape, description, get, set, required ? null : create)
        {
            Required = required,
            Secret = secret,
            NeedsRestart = restart,
        });
        return this;
    }

    /// <summary>Declares a key that is checked for its shape and otherwise waits for a coming version.</summary>
    public SectionShape<T> Later<TValue>(string name, Shape<TValue> shape, string description)
    {
        _keys.Add(new SettingKey<T, TValue>(name, shape, description, _ => default, (owner, _) => owner, null) { Later = true });
        return this;
    }

    public override bool TryRead(ConfigNode node, string path, Reading reading, out T value)
    {
        value = create();
        if (node is not MapNode map)
        {
            reading.Error(node.Origin, path, $"must be a section with the keys {Names()}; found {node.Word}.");
            return false;
        }
        var ok = true;
        foreach (var (name, entry) in map.Entries)
        {
            var keyPath = path.Length == 0 ? name : $"{path}.{name}";
            var key = _keys.Find(k => k.Name == name);
            if (key is not null)
            {
                reading.Origins[keyPath] = entry.Origin;
                if (entry.Value is ScalarNode { IsNull: true }) continue;
                ok &= key.Read(ref value, entry.Value, keyPath, reading);
            }
            else if (!Open)
            {
                reading.Error(entry.Origin, Cut(keyPath), Unknown(name));
                ok = false;
            }
        }
        foreach (var key in _keys.Where(k => k.Required && (!map.Entries.TryGetValue(k.Name, out var e) || e.Value is ScalarNode { IsNull: true })))
        {
            reading.Error(map.Origin, $"{path}.{key.Name}", $"is required: {key.Description}");
            ok = false;
        }
        return ok;
    }

    public override JsonNode? Show(T? value)
    {
        if (value is null) return null;
        var shown = new JsonObject();
        foreach (var key in _keys.Where(k => !k.Later)) shown[key.Name] = key.Show(value);
        return shown;
    }

    public override void Flatten(T value, string path, SettingKey key, List<FlatSetting> lines)
    {
        if (value is null) lines.Add(new FlatSetting(path, key, null));
        else Flatten(value, path, lines);
    }

    public void Flatten(T value, string path, List<FlatSetting> lines)
    {
        foreach (var key in _keys.Where(k => !k.Later)) key.Flatten(value, path.Length == 0 ? key.Name : $"{path}.{key.Name}", lines);
    }

    public override T KeepRunning(T next, T running, string path, List<string> changed)
    {
        if (next is null || running is null) return next;
        foreach (var key in _keys) next = key.KeepRunning(next, running, path.Length == 0 ? key.Name : $"{path}.{key.Name}", changed);
        return next;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in _keys) properties[key.Name] = key.Schema();
        var schema = new JsonObject { ["type"] = new JsonArray("object", "null"), ["properties"] = properties, ["additionalProperties"] = Open };
        var required = _keys.Where(k => k.Required).Select(k => (JsonNode)JsonValue.Create(k.Name)!).ToArray();
        if (required.Length > 0)
        {
            schema["type"] = "object";
            schema["required"] = new JsonArray(required);
        }
        return schema;
    }

    private string Unknown(string name)
    {
        var guess = Nearest.Of(name, _keys.Select(k => k.Name));
        return guess is null ? $"is not a key that Ziggie knows here; known are {Names()}." : $"is not a key that Ziggie knows here; did you mean \"{guess}\"?";
    }

    private string Names() => string.Join(", ", _keys.Select(k => k.Name));

    private static string Cut(string path) => path.Length <= 120 ? path : path[..120] + "…";
}

/// <summary>A section that goes by its name in key paths.</summary>
internal interface INamedSetting
{
    string Name { get; }
}
