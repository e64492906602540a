using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

internal sealed class AndExpression(int line, Expression left, Expression right) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var value = left.Evaluate(scope);
        return value.IsTrue ? right.Evaluate(scope) : value;
    }
}

internal sealed class OrExpression(int line, Expression left, Expression right) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var value = left.Evaluate(scope);
        return value.IsTrue ? value : right.Evaluate(scope);
    }
}

internal sealed class NotExpression(int line, Expression operand) : Expression(line)
{
    public override Value Evaluate(Scope scope) => Value.Of(!operand.Evaluate(scope).IsTrue);
}

/// <summary><c>a if b else c</c></summary>
internal sealed class ChoiceExpression(int line, Expression condition, Expression then, Expression? otherwise) : Expression(line)
{
    public override Value Evaluate(Scope scope) => condition.Evaluate(scope).IsTrue ? then.Evaluate(scope) : otherwise?.Evaluate(scope) ?? default;
}

/// <summary>Unary minus and plus.</summary>
internal sealed class SignExpression(int line, Expression operand, bool negative) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var value = operand.Evaluate(scope);
        if (!value.IsNumber) throw new Fault($"{value.TypeName} is no number");
        if (!negative) return value;
        return value.Kind == ValueKind.Float ? Value.Of(-value.Number) : Value.Of(-value.Integer);
    }
}

/// <summary>Comparisons, chained as in Python.</summary>
internal sealed class CompareExpression(int line, Expression first, (string Operator, Expression Operand)[] rest) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var left = first.Evaluate(scope);
        foreach (var (symbol, operand) in rest)
        {
            var right = operand.Evaluate(scope);
            scope.Rendering.Line = Line;
            if (!Holds(scope.Rendering, symbol, left, right)) return Value.False;
            left = right;
        }
        return Value.True;
    }

    private static bool Holds(Rendering rendering, string symbol, in Value left, in Value right) => symbol switch
    {
        "==" => left.Equals(right),
        "!=" => !left.Equals(right),
        "in" => Operations.Contains(rendering, right, left),
        "not in" => !Operations.Contains(rendering, right, left),
        "<" => ValueEquality.Compare(left, right) < 0,
        "<=" => ValueEquality.Compare(left, right) <= 0,
        ">" => ValueEquality.Compare(left, right) > 0,
        _ => ValueEquality.Compare(left, right) >= 0,
    };
}

/// <summary>Arithmetic and joining.</summary>
internal sealed class BinaryExpression(int line, string symbol, Expression left, Expression right) : Expression(line)
{
    public override Value Evaluate(Scope scope)
    {
        var a = left.Evaluate(scope);
        var b = right.Evaluate(scope);
        var rendering = scope.Rendering;
        rendering.Line = Line;
        return symbol switch
        {
            "+" => Operations.Add(rendering, a, b),
            "~" => Operations.Join(rendering, a, b),
            "*" => Operations.Multiply(rendering, a, b),
            _ => Operations.Calculate(symbol, a, b),
        };
    }
}
