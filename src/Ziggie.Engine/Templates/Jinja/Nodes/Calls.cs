using Ziggie.Engine.Templates.Jinja.Library;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>An argument as written.</summary>
/// <param name="Name">Its name, or null; "*" and "**" spread a list and a map.</param>
internal readonly record struct Argument(string? Name, Expression Value);

/// <summary>Evaluates arguments.</summary>
internal sealed class ArgumentList(Argument[] arguments)
{
    private readonly bool _spreads = arguments.Any(a => a.Name is "*" or "**");
    private readonly string[]? _names = arguments.Any(a => a.Name is not null) ? [.. arguments.Where(a => a.Name is not null).Select(a => a.Name!)] : null;

    /// <summary>The arguments, after what a filter or method is applied to.</summary>
    public Arguments Evaluate(Scope scope, in Value first, bool hasFirst)
    {
        if (_spreads) return Spread(scope, first, hasFirst);
        var shift = hasFirst ? 1 : 0;
        var values = new Value[arguments.Length + shift];
        if (hasFirst) values[0] = first;
        for (var i = 0; i < arguments.Length; i++) values[i + shift] = arguments[i].Value.Evaluate(scope);
        return new Arguments(values, _names);
    }

    private Arguments Spread(Scope scope, in Value first, bool hasFirst)
    {
        List<Value> byPosition = hasFirst ? [first] : [];
        List<Value> byName = [];
        List<string> names = [];
        foreach (var (name, expression) in arguments)
        {
            var value = expression.Evaluate(scope);
            if (name == "*") byPosition.AddRange(Iteration.Items(value));
            else if (name == "**" && value.Kind == ValueKind.Map)
            {
                for (var i = 0; i < value.Map.Count; i++)
                {
                    names.Add(value.Map.KeyAt(i).ToString());
                    byName.Add(value.Map.ValueAt(i));
                }
            }
            else if (name is null) byPosition.Add(value);
            else
            {
                names.Add(name);
                byName.Add(value);
            }
        }
        scope.Rendering.ChargeItems(byPosition.Count + byName.Count);
        return new Arguments([.. byPosition, .. byName], names.Count > 0 ? [.. names] : null);
    }
}

/// <summary><c>f(…)</c> and <c>a.f(…)</c></summary>
internal sealed class CallExpression : Expression
{
    /// <summary>How a call block hands its body to the macro.</summary>
    public const string CallerName = "caller";

    private readonly Expression _callee;
    private readonly ArgumentList _arguments;
    private readonly MemberExpression? _member;
    private readonly MethodSet _methods;

    public CallExpression(int line, Expression callee, Argument[] arguments) : base(line)
    {
        _callee = callee;
        _arguments = new ArgumentList(arguments);
        _member = callee as MemberExpression;
        _methods = _member is null ? default : Methods.Named(_member.Name);
    }

    public override Value Evaluate(Scope scope)
    {
        if (_member is null) return Call(scope, default);
        var self = _member.Target.Evaluate(scope);
        if (_methods.For(self.Kind) is { } method)
        {
            var arguments = _arguments.Evaluate(scope, self, hasFirst: true);
            scope.Rendering.Line = Line;
            return method(scope.Rendering, arguments);
        }
        var member = self.Kind switch
        {
            ValueKind.Map or ValueKind.Namespace => self.Map[_member.Name],
            ValueKind.Loop => self.Loop.Get(_member.Name),
            _ => default,
        };
        if (member.Kind == ValueKind.Function) return Invoke(scope, member.Function, default);
        scope.Rendering.Line = Line;
        throw new Fault($"{self.TypeName} has no method '{_member.Name}'");
    }

    /// <param name="caller">The body of a call block; undefined where there is none.</param>
    public Value Call(Scope scope, in Value caller)
    {
        var callee = _callee.Evaluate(scope);
        if (callee.Kind == ValueKind.Function) return Invoke(scope, callee.Function, caller);
        scope.Rendering.Line = Line;
        var name = _callee is NameExpression named ? $"'{named.Name}'" : "this";
        throw new Fault(callee.IsUndefined ? $"{name} is not defined, so it cannot be called" : $"{name} is a {callee.TypeName} and cannot be called");
    }

    private Value Invoke(Scope scope, Function function, in Value caller)
    {
        var arguments = _arguments.Evaluate(scope, default, hasFirst: false);
        if (!caller.IsUndefined) arguments = new Arguments([.. arguments.Values, caller], [.. arguments.Names ?? [], CallerName]);
        scope.Rendering.Line = Line;
        return function.Call(scope.Rendering, arguments);
    }
}

/// <summary><c>a | f(…)</c></summary>
internal sealed class FilterExpression(int line, Expression input, string name, Builtin? filter, Argument[] arguments) : Expression(line)
{
    private readonly ArgumentList _arguments = new(arguments);

    public override Value Evaluate(Scope scope)
    {
        var given = _arguments.Evaluate(scope, input.Evaluate(scope), hasFirst: true);
        scope.Rendering.Line = Line;
        return filter is null ? throw new Fault($"there is no filter '{name}'") : filter(scope.Rendering, given);
    }
}

/// <summary><c>a is f(…)</c></summary>
internal sealed class TestExpression(int line, Expression input, string name, Builtin? test, Argument[] arguments, bool negated) : Expression(line)
{
    private readonly ArgumentList _arguments = new(arguments);

    public override Value Evaluate(Scope scope)
    {
        var given = _arguments.Evaluate(scope, input.Evaluate(scope), hasFirst: true);
        scope.Rendering.Line = Line;
        if (test is null) throw new Fault($"there is no test '{name}'");
        return Value.Of(test(scope.Rendering, given).IsTrue != negated);
    }
}
