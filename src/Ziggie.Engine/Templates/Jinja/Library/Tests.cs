using System.Collections.Frozen;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Library;

/// <summary>What stands after <c>is</c>.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Builtin> All = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["defined"] = (r, in a) => Value.Of(!a[0].IsUndefined),
        ["undefined"] = (r, in a) => Value.Of(a[0].IsUndefined),
        ["none"] = (r, in a) => Value.Of(a[0].IsNone),
        ["boolean"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Boolean),
        ["true"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Boolean && a[0].IsTrue),
        ["false"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Boolean && !a[0].IsTrue),
        ["integer"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Integer),
        ["float"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Float),
        ["number"] = (r, in a) => Value.Of(a[0].IsNumber),
        ["string"] = (r, in a) => Value.Of(a[0].IsString),
        ["mapping"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Map),
        ["iterable"] = (r, in a) => Value.Of(a[0].IsSequence || a[0].Kind is ValueKind.String or ValueKind.Map or ValueKind.Undefined),
        ["sequence"] = (r, in a) => Value.Of(a[0].IsSequence || a[0].Kind is ValueKind.String or ValueKind.Map or ValueKind.Undefined),
        ["callable"] = (r, in a) => Value.Of(a[0].Kind == ValueKind.Function),
        ["sameas"] = (r, in a) => Value.Of(a[0].IsSameObject(a[1])),
        ["escaped"] = (r, in a) => Value.False,
        ["in"] = (r, in a) => Value.Of(Operations.Contains(r, a[1], a[0])),
        ["eq"] = (r, in a) => Value.Of(a[0].Equals(a[1])),
        ["ne"] = (r, in a) => Value.Of(!a[0].Equals(a[1])),
        ["lt"] = (r, in a) => Value.Of(ValueEquality.Compare(a[0], a[1]) < 0),
        ["le"] = (r, in a) => Value.Of(ValueEquality.Compare(a[0], a[1]) <= 0),
        ["gt"] = (r, in a) => Value.Of(ValueEquality.Compare(a[0], a[1]) > 0),
        ["ge"] = (r, in a) => Value.Of(ValueEquality.Compare(a[0], a[1]) >= 0),
        ["odd"] = (r, in a) => Value.Of(Operations.Calculate("%", a[0], Value.Of(2)).Equals(Value.Of(1))),
        ["even"] = (r, in a) => Value.Of(Operations.Calculate("%", a[0], Value.Of(2)).Equals(Value.Of(0))),
        ["divisibleby"] = (r, in a) => Value.Of(Operations.Calculate("%", a[0], a[1]).Equals(Value.Of(0))),
        ["upper"] = (r, in a) => Value.Of(TextCase.IsUpper(a[0].ToString())),
        ["lower"] = (r, in a) => Value.Of(TextCase.IsLower(a[0].ToString())),
        ["filter"] = (r, in a) => Value.Of(Filters.Named(a[0].ToString()) is not null),
        ["test"] = (r, in a) => Value.Of(Named(a[0].ToString()) is not null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Builtin? Named(string name) => All.GetValueOrDefault(name switch
    {
        "equalto" or "==" => "eq",
        "!=" => "ne",
        "lessthan" or "<" => "lt",
        "<=" => "le",
        "greaterthan" or ">" => "gt",
        ">=" => "ge",
        _ => name,
    });
}
