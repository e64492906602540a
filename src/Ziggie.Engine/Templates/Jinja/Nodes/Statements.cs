using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>Text between tags.</summary>
internal sealed class TextStatement(int line, string text) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        sink.Write(text);
        return Flow.Next;
    }
}

/// <summary><c>{{ … }}</c></summary>
internal sealed class OutputStatement(int line, Expression expression) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        scope.Rendering.Line = Line;
        var value = expression.Evaluate(scope);
        if (!value.IsUndefined) sink.Write(value.ToString());
        return Flow.Next;
    }
}

/// <summary><c>{% do … %}</c></summary>
internal sealed class DoStatement(int line, Expression expression) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        scope.Rendering.Line = Line;
        expression.Evaluate(scope);
        return Flow.Next;
    }
}

/// <summary><c>{% if %}</c> with its branches; the last one's condition may be missing: else.</summary>
internal sealed class IfStatement(int line, (Expression? Condition, Statement[] Body)[] branches) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        scope.Rendering.Line = Line;
        foreach (var (condition, body) in branches)
        {
            if (condition is null || condition.Evaluate(scope).IsTrue) return RunAll(body, scope, sink);
        }
        return Flow.Next;
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c></summary>
internal sealed class JumpStatement(int line, Flow flow) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink) => flow;
}

/// <summary><c>{% set … = … %}</c></summary>
internal sealed class SetStatement(int line, Target target, Expression value) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        scope.Rendering.Line = Line;
        target.Assign(scope, value.Evaluate(scope));
        return Flow.Next;
    }
}

/// <summary><c>{% set … %}…{% endset %}</c>, with filters on the tag.</summary>
internal sealed class BlockSetStatement(int line, Target target, Statement[] body, Func<Expression, Expression> filters) : Statement(line)
{
    private readonly Expression _filtered = filters(new Captured(line, body));

    public override Flow Run(Scope scope, TextSink sink)
    {
        target.Assign(scope, _filtered.Evaluate(scope));
        return Flow.Next;
    }
}

/// <summary><c>{% filter … %}…{% endfilter %}</c></summary>
internal sealed class FilterStatement(int line, Statement[] body, Func<Expression, Expression> filters) : Statement(line)
{
    private readonly Expression _filtered = filters(new Captured(line, body));

    public override Flow Run(Scope scope, TextSink sink)
    {
        sink.Write(_filtered.Evaluate(scope).ToString());
        return Flow.Next;
    }
}

/// <summary><c>{% with a = b %}…{% endwith %}</c></summary>
internal sealed class WithStatement(int line, (int Name, Expression Value)[] assignments, Statement[] body) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        var inner = scope.Inner();
        foreach (var (name, value) in assignments) inner.Set(name, value.Evaluate(scope));
        return RunAll(body, inner, sink);
    }
}

/// <summary>What a body prints.</summary>
internal sealed class Captured(int line, Statement[] body) : Expression(line)
{
    public override Value Evaluate(Scope scope) => Statement.Capture(body, scope.Inner());
}
