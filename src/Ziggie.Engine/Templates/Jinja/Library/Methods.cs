using System.Collections.Frozen;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>The methods of one name, found when the template is read.</summary>
internal readonly record struct MethodSet(Builtin? OfText, Builtin? OfList, Builtin? OfMap)
{
    public Builtin? For(ValueKind kind) => kind switch
    {
        ValueKind.String => OfText,
        ValueKind.List or ValueKind.Tuple => OfList,
        ValueKind.Map => OfMap,
        _ => null,
    };
}

/// <summary>The methods of strings, lists and dictionaries that templates use.</summary>
internal static class Methods
{
    private static readonly FrozenDictionary<string, Builtin> Texts = TextMethods.All.ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Builtin> Lists = ListMethods.All.ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Builtin> Maps = MapMethods.All.ToFrozenDictionary(StringComparer.Ordinal);

    public static MethodSet Named(string name) => new(Texts.GetValueOrDefault(name), Lists.GetValueOrDefault(name), Maps.GetValueOrDefault(name));
}
