using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>Stands for a block's text in the filters of its tag, which are read before the block is.</summary>
internal sealed class Placeholder(int line) : Expression(line)
{
    private Expression? _content;

    public override Value Evaluate(Scope scope) => _content!.Evaluate(scope);

    public Expression FilledWith(Expression content, Expression filtered)
    {
        _content = content;
        return filtered;
    }
}
