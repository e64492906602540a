using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary><c>{% for … in … if … %}…{% else %}…{% endfor %}</c></summary>
internal sealed class ForStatement(int line, Target target, Expression source, Expression? condition, Statement[] body, Statement[] otherwise, int loopName) : Statement(line)
{
    public override Flow Run(Scope scope, TextSink sink)
    {
        var rendering = scope.Rendering;
        rendering.Line = Line;
        var inner = scope.Inner();
        var items = Choose(Iteration.Items(source.Evaluate(scope)), inner);
        if (items.Count == 0) return RunAll(otherwise, scope, sink);

        var outer = scope.Get(loopName);
        var loop = new LoopState(items, outer.Kind == ValueKind.Loop ? outer.Loop : null);
        var loopValue = Value.Of(loop);
        // The list may grow while it is gone through; Python would go on too, but here the first length counts.
        for (int i = 0, count = items.Count; i < count && i < items.Count; i++)
        {
            rendering.Charge(64);
            inner.Clear();
            loop.Index = i;
            inner.Set(loopName, loopValue);
            target.Assign(inner, items[i]);
            if (RunAll(body, inner, sink) == Flow.Break) break;
        }
        return Flow.Next;
    }

    private List<Value> Choose(List<Value> items, Scope inner)
    {
        if (condition is null) return items;
        var chosen = new List<Value>();
        foreach (var item in items)
        {
            inner.Rendering.Charge(64);
            inner.Clear();
            target.Assign(inner, item);
            if (condition.Evaluate(inner).IsTrue) chosen.Add(item);
        }
        return chosen;
    }
}
