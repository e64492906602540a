using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>What a loop or filter sees of a value.</summary>
internal static class Iteration
{
    private const int MostCharacters = 1 << 20;

    /// <summary>The items of a list, the keys of a map, the characters of a text; nothing of what is undefined.</summary>
    public static List<Value> Items(in Value value) => value.Kind switch
    {
        ValueKind.List or ValueKind.Tuple => value.Items,
        ValueKind.Undefined => [],
        ValueKind.Map => Keys(value.Map),
        ValueKind.String => Characters(value.Text),
        _ => throw new Fault($"{value.TypeName} cannot be gone through"),
    };

    public static List<Value> Keys(Map map)
    {
        var keys = new List<Value>(map.Count);
        for (var i = 0; i < map.Count; i++) keys.Add(map.KeyAt(i));
        return keys;
    }

    /// <summary>Key and value of each entry.</summary>
    public static List<Value> Entries(Map map)
    {
        var entries = new List<Value>(map.Count);
        for (var i = 0; i < map.Count; i++) entries.Add(Value.Tuple([map.KeyAt(i), map.ValueAt(i)]));
        return entries;
    }

    private static List<Value> Characters(string text)
    {
        if (text.Length > MostCharacters) throw new Fault("a text is too long to be gone through character by character");
        var characters = new List<Value>(text.Length);
        foreach (var rune in text.EnumerateRunes()) characters.Add(Value.Of(rune.ToString()));
        return characters;
    }
}
