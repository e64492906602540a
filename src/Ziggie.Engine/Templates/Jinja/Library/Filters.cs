using System.Collections.Frozen;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>What stands after <c>|</c>.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Builtin> All =
        TextFilters.All.Concat(ListFilters.All).Concat(PickFilters.All).Concat(NumberFilters.All).ToFrozenDictionary(StringComparer.Ordinal);

    public static Builtin? Named(string name) => All.GetValueOrDefault(name switch
    {
        "count" => "length",
        "d" => "default",
        "e" => "escape",
        _ => name,
    });
}
