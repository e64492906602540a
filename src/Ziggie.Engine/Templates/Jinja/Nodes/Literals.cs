using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

internal sealed class Constant(int line, Value value) : Expression(line)
{
    public Value Content => value;

    public override Value Evaluate(Scope scope) => value;
}

internal sealed class NameExpression(int line, string name, int id, Value builtin) : Expression(line)
{
    public string Name => name;

    public override Value Evaluate(Scope scope)
    {
        var value = scope.Get(id);
        return value.IsUndefined ? builtin : value;
    }
}

internal sealed class ListExpression(int line, Expression[] items, bool tuple) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var values = new List<Value>(items.Length);
        foreach (var item in items) values.Add(item.Evaluate(scope));
        return tuple ? Value.Tuple(values) : Value.Of(values);
    }
}

internal sealed class MapExpression(int line, (Expression Key, Expression Value)[] entries) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var map = new Map(entries.Length);
        foreach (var (key, value) in entries) map.Set(key.Evaluate(scope), value.Evaluate(scope));
        return Value.Of(map);
    }
}
