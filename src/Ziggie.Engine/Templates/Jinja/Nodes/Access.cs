using Ziggie.Engine.Templates.Jinja.Library;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary><c>a.b</c>: a method before an entry, as in Python. What does not exist is undefined, also of what is itself undefined.</summary>
internal sealed class MemberExpression(int line, Expression target, string name) : Expression(line)
{
    private readonly MethodSet _methods = Methods.Named(name);

    public Expression Target => target;
    public string Name => name;

    public override Value Evaluate(Scope scope)
    {
        var value = target.Evaluate(scope);
        if (value.Kind == ValueKind.Namespace) return value.Map[name];
        if (value.Kind == ValueKind.Loop) return value.Loop.Get(name);
        if (_methods.For(value.Kind) is { } method) return Value.Of(new BoundMethod(name, value, method));
        return value.Kind == ValueKind.Map ? value.Map[name] : default;
    }
}

/// <summary><c>a[b]</c></summary>
internal sealed class IndexExpression(int line, Expression target, Expression index) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var value = target.Evaluate(scope);
        var key = index.Evaluate(scope);
        switch (value.Kind)
        {
            case ValueKind.Map or ValueKind.Namespace:
                return value.Map.TryGet(key, out var found) ? found : default;
            case ValueKind.List or ValueKind.Tuple when key.Kind is ValueKind.Integer or ValueKind.Boolean:
                return At(value.Items, key.Integer);
            case ValueKind.String when key.Kind is ValueKind.Integer or ValueKind.Boolean:
                return Character(value, key.Integer);
            case ValueKind.Loop when key.IsString:
                return value.Loop.Get(key.Text);
            case ValueKind.List or ValueKind.Tuple or ValueKind.String when !key.IsMissing && !key.IsString:
                scope.Rendering.Line = Line;
                throw new Fault($"{key.TypeName} is no index of a {value.TypeName}");
            default: return default;
        }
    }

    private static Value Character(in Value value, long index)
    {
        if (!IsPlain(value.Text)) return At(Iteration.Items(value), index);
        if (index < 0) index += value.Text.Length;
        return index >= 0 && index < value.Text.Length ? Value.Of(value.Text[(int)index].ToString()) : default;
    }

    /// <summary>Each character of the text is one of Python's too.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');

    public static Value At(List<Value> items, long index)
    {
        if (index < 0) index += items.Count;
        return index >= 0 && index < items.Count ? items[(int)index] : default;
    }
}

/// <summary><c>a[b:c:d]</c></summary>
internal sealed class SliceExpression(int line, Expression target, Expression? start, Expression? stop, Expression? step) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var value = target.Evaluate(scope);
        var from = Bound(scope, start);
        var to = Bound(scope, stop);
        var by = Bound(scope, step) ?? 1;
        scope.Rendering.Line = Line;
        if (value.IsMissing) return default;
        if (!value.IsSequence && !value.IsString) throw new Fault($"{value.TypeName} cannot be sliced");
        if (value.IsString && by == 1 && IndexExpression.IsPlain(value.Text)) return Part(scope.Rendering, value.Text, from, to);
        var items = Slice(Iteration.Items(value), from, to, by);
        scope.Rendering.ChargeItems(items.Count);
        return value.Kind switch
        {
            ValueKind.String => Value.Of(string.Concat(items.Select(i => i.Text))),
            ValueKind.Tuple => Value.Tuple(items),
            _ => Value.Of(items),
        };
    }

    private static Value Part(Rendering rendering, string text, long? from, long? to)
    {
        var start = (int)Math.Clamp(from < 0 ? from.Value + text.Length : from ?? 0, 0, text.Length);
        var end = (int)Math.Clamp(to < 0 ? to.Value + text.Length : to ?? text.Length, start, text.Length);
        return rendering.Text(text[start..end]);
    }

    private static List<Value> Slice(List<Value> items, long? from, long? to, long by)
    {
        if (by == 0) throw new Fault("a slice's step cannot be 0");
        long count = items.Count;
        var (lowest, highest) = by > 0 ? (0L, count) : (-1L, count - 1);
        var at = from is { } f ? Math.Clamp(f < 0 ? f + count : f, lowest, highest) : by > 0 ? lowest : highest;
        var end = to is { } t ? Math.Clamp(t < 0 ? t + count : t, lowest, highest) : by > 0 ? highest : lowest;
        var slice = new List<Value>();
        for (; by > 0 ? at < end : at > end; at += by) slice.Add(items[(int)at]);
        return slice;
    }

    private static long? Bound(Scope scope, Expression? expression)
    {
        if (expression is null) return null;
        var value = expression.Evaluate(scope);
        if (value.IsMissing) return null;
        return value.Kind is ValueKind.Integer or ValueKind.Boolean ? Math.Clamp(value.Integer, int.MinValue, int.MaxValue) : throw new Fault($"{value.TypeName} cannot bound a slice");
    }
}
