using Ziggie.Engine.Templates.Jinja.Nodes;
using Ziggie.Engine.Templates.Jinja.Syntax;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>A template, read once and rendered any number of times, by many at once.</summary>
internal sealed class Template
{
    private readonly Statement[] _body;
    private readonly Names _names;
    private readonly Limits _limits;

    private Template(Statement[] body, Names names, Limits limits)
    {
        _body = body;
        _names = names;
        _limits = limits;
    }

    /// <exception cref="TemplateException">It is no template that this program understands.</exception>
    public static Template Parse(string source, Limits? limits = null)
    {
        var names = new Names();
        limits ??= Limits.Default;
        return new Template(StatementParser.Parse(source, names, limits), names, limits);
    }

    /// <summary>Whether the template mentions a variable.</summary>
    public bool Mentions(string name) => _names.TryGet(name, out _);

    /// <exception cref="TemplateException">It fails, or refuses what it is given.</exception>
    public string Render(Map variables, TimeProvider time)
    {
        var rendering = new Rendering(_limits, time);
        var scope = new Scope(rendering, null, 16);
        for (var i = 0; i < variables.Count; i++)
        {
            if (_names.TryGet(variables.KeyAt(i).Text, out var id)) scope.Set(id, variables.ValueAt(i));
        }
        var sink = new TextSink(rendering);
        try
        {
            Statement.RunAll(_body, scope, sink);
        }
        catch (Fault fault)
        {
            throw new TemplateException(fault.Message, rendering.Line, fault.Refused, fault);
        }
        catch (InvalidOperationException failed) when (failed.InnerException is Fault fault)
        {
            // A comparison that faults comes out of sorting so.
            throw new TemplateException(fault.Message, rendering.Line, inner: failed);
        }
        return sink.ToString();
    }
}
