using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>How a statement ended.</summary>
internal enum Flow : byte { Next, Break, Continue }

/// <summary>Something that prints or sets.</summary>
internal abstract class Statement(int line)
{
    public int Line { get; } = line;

    public abstract Flow Run(Scope scope, TextSink sink);

    public static Flow RunAll(Statement[] body, Scope scope, TextSink sink)
    {
        foreach (var statement in body)
        {
            var flow = statement.Run(scope, sink);
            if (flow != Flow.Next) return flow;
        }
        return Flow.Next;
    }

    /// <summary>What the statements print, as a value.</summary>
    public static Value Capture(Statement[] body, Scope scope)
    {
        var sink = new TextSink(scope.Rendering);
        RunAll(body, scope, sink);
        return scope.Rendering.Text(sink.ToString());
    }
}

/// <summary>Something that has a value.</summary>
internal abstract class Expression(int line)
{
    public int Line { get; } = line;

    public abstract Value Evaluate(Scope scope);
}
