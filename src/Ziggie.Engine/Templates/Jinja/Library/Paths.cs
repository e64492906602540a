using System.Globalization;
using Ziggie.Engine.Templates.Jinja.Nodes;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>What an <c>attribute</c> argument names: "a.b", "0" or a number.</summary>
internal static class Paths
{
    public static Value Get(in Value value, in Value path)
    {
        if (path.Kind == ValueKind.Integer) return Part(value, path.ToString());
        if (!path.IsString) throw new Fault("an attribute's name is needed");
        var found = value;
        foreach (var part in path.Text.Split('.')) found = Part(found, part);
        return found;
    }

    private static Value Part(in Value value, string part) => value.Kind switch
    {
        ValueKind.Map or ValueKind.Namespace => value.Map[part],
        ValueKind.List or ValueKind.Tuple when int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) => IndexExpression.At(value.Items, index),
        _ => default,
    };
}
