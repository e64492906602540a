using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>A parameter with its default.</summary>
internal sealed record Parameter(string Name, int Id, Expression? Default);

/// <summary>The names that every macro may use.</summary>
internal sealed record MacroNames(int Caller, int VarArgs, int KwArgs);

/// <summary><c>{% macro name(…) %}…{% endmacro %}</c></summary>
internal sealed class MacroStatement(int line, string name, int id, Parameter[] parameters, Statement[] body, MacroNames names) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        scope.Set(id, Value.Of(new Macro(name, parameters, body, scope, names)));
        return Flow.Next;
    }
}

/// <summary><c>{% call(…) macro(…) %}…{% endcall %}</c></summary>
internal sealed class CallStatement(int line, CallExpression call, Parameter[] parameters, Statement[] body, MacroNames names) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        var caller = Value.Of(new Macro("caller", parameters, body, scope, names));
        sink.Write(call.Call(scope, caller).ToString());
        return Flow.Next;
    }
}

/// <summary>A macro as a value; names that it does not set come from where it was written.</summary>
internal sealed class Macro(string name, Parameter[] parameters, Statement[] body, Scope home, MacroNames names) : Function(name)
{
    public override Value Call(Rendering rendering, in Arguments arguments)
    {
        var line = rendering.Line;
        rendering.EnterCall();
        rendering.Charge(64);
        var scope = home.Inner();
        Bind(scope, arguments);
        var result = Statement.Capture(body, scope);
        rendering.LeaveCall();
        rendering.Line = line;
        return result;
    }

    private void Bind(Scope scope, in Arguments arguments)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (i < arguments.Count) scope.Set(parameter.Id, arguments[i]);
            else if (arguments.TryNamed(parameter.Name, out var value)) scope.Set(parameter.Id, value);
            else scope.Set(parameter.Id, parameter.Default?.Evaluate(scope) ?? default);
        }
        if (arguments.Count > parameters.Length) scope.Set(names.VarArgs, Value.Tuple([.. arguments.Positional[parameters.Length..]]));
        if (arguments.Names is { } given) BindOthers(scope, arguments, given);
    }

    private void BindOthers(Scope scope, in Arguments arguments, string[] given)
    {
        Map? others = null;
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] == CallExpression.CallerName) scope.Set(names.Caller, arguments.Values[arguments.Count + i]);
            else if (!parameters.Any(p => p.Name == given[i])) (others ??= new Map())[given[i]] = arguments.Values[arguments.Count + i];
        }
        if (others is not null) scope.Set(names.KwArgs, Value.Of(others));
    }
}
