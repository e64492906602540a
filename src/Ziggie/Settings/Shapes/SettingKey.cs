using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>The declaration of one key.</summary>
internal abstract class SettingKey(string name, string description)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    public abstract Shape Shape { get; }

    /// <summary>What holds without the key; null where that is nothing.</summary>
    public abstract JsonNode? Default { get; }
    public bool Required { get; init; }

    /// <summary>Never shown, quoted or logged.</summary>
    public bool Secret { get; init; }
    public bool NeedsRestart { get; init; }

    /// <summary>Known, but not used by this version.</summary>
    public bool Later { get; init; }

    public JsonObject Schema()
    {
        var schema = Shape.Schema();
        var described = new JsonObject { ["description"] = Description + (Later ? " Not used by this version yet." : "") + (NeedsRestart ? " Needs a restart." : "") };
        foreach (var (key, value) in schema) described[key] = value?.DeepClone();
        if (Shape.IsLeaf && Default is { } standard) described["default"] = standard;
        return described;
    }
}

/// <summary>A key of <typeparamref name="TOwner"/>.</summary>
internal abstract class SettingKey<TOwner>(string name, string description) : SettingKey(name, description)
{
    public abstract bool Read(ref TOwner owner, ConfigNode node, string path, Reading reading);

    public abstract JsonNode? Show(TOwner owner);

    public abstract void Flatten(TOwner owner, string path, List<FlatSetting> lines);

    public abstract TOwner KeepRunning(TOwner next, TOwner running, string path, List<string> changed);
}

/// <summary>A key with the type of its value.</summary>
internal sealed class SettingKey<TOwner, T>(string name, Shape<T> shape, string description, Func<TOwner, T?> get, Func<TOwner, T, TOwner> set, Func<TOwner>? create)
    : SettingKey<TOwner>(name, description)
{
    public override Shape Shape => shape;

    public override JsonNode? Default => create is null ? null : shape.Show(get(create()));

    public override bool Read(ref TOwner owner, ConfigNode node, string path, Reading reading)
    {
        using var scope = reading.Enter(this, path);
        var ok = shape.TryRead(node, path, reading, out var value);

        // Also a value with errors inside, so that rules over several keys can go on.
        owner = set(owner, value);
        return ok;
    }

    public override JsonNode? Show(TOwner owner) => shape.Show(get(owner));

    public override void Flatten(TOwner owner, string path, List<FlatSetting> lines)
    {
        var value = get(owner);
        if (value is null) lines.Add(new FlatSetting(path, this, null));
        else shape.Flatten(value, path, this, lines);
    }

    public override TOwner KeepRunning(TOwner next, TOwner running, string path, List<string> changed)
    {
        var (newer, older) = (get(next), get(running));
        if (!NeedsRestart)
            return newer is null || older is null || shape.IsLeaf ? next : set(next, shape.KeepRunning(newer, older, path, changed));
        if (JsonNode.DeepEquals(shape.Show(newer), shape.Show(older))) return next;
        changed.Add(path);
        return set(next, older!);
    }
}
