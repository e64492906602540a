using System.Globalization;
using System.Text;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>Python's operators.</summary>
internal static class Operations
{
    public static Value Add(Rendering rendering, in Value left, in Value right)
    {
        if (left.IsNumber && right.IsNumber) return Calculate("+", left, right);
        // A message without content is joined as if it were empty: stricter template engines fail here, models do not mind.
        if ((left.IsString || left.IsMissing) && (right.IsString || right.IsMissing) && (left.IsString || right.IsString)) return Join(rendering, left, right);
        if (left.IsSequence && right.Kind == left.Kind)
        {
            rendering.ChargeItems(left.Items.Count + right.Items.Count);
            List<Value> both = [.. left.Items, .. right.Items];
            return left.Kind == ValueKind.Tuple ? Value.Tuple(both) : Value.Of(both);
        }
        if (left.IsString || right.IsString) return Join(rendering, left, right);
        throw new Fault($"{left.TypeName} and {right.TypeName} cannot be added");
    }

    /// <summary>As text, one after the other.</summary>
    public static Value Join(Rendering rendering, in Value left, in Value right) => rendering.Text(TextOf(left) + TextOf(right));

    public static Value Multiply(Rendering rendering, in Value left, in Value right)
    {
        if (left.IsNumber && right.IsNumber) return Calculate("*", left, right);
        var (times, what) = left.Kind == ValueKind.Integer ? (left.Integer, right) : (right.Integer, left);
        if (left.Kind != ValueKind.Integer && right.Kind != ValueKind.Integer) throw new Fault($"{left.TypeName} and {right.TypeName} cannot be multiplied");
        times = Math.Clamp(times, 0, int.MaxValue);
        if (what.IsString)
        {
            if (what.Text.Length * times > rendering.Limits.Output) throw new Fault("a text is repeated too often");
            return rendering.Text(new StringBuilder().Insert(0, what.Text, (int)times).ToString());
        }
        if (!what.IsSequence) throw new Fault($"{what.TypeName} cannot be repeated");
        rendering.ChargeItems(what.Items.Count * times);
        var items = Enumerable.Repeat(what.Items, (int)times).SelectMany(i => i).ToList();
        return what.Kind == ValueKind.Tuple ? Value.Tuple(items) : Value.Of(items);
    }

    public static Value Calculate(string symbol, in Value left, in Value right)
    {
        if (symbol == "%" && left.IsString) return Value.Of(PercentFormat.Apply(left.Text, right.Kind == ValueKind.Tuple ? right.Items : [right]));
        if (!left.IsNumber || !right.IsNumber) throw new Fault($"'{symbol}' is not defined for {left.TypeName} and {right.TypeName}");
        if (symbol is "/" or "//" or "%" && right.Number == 0) throw new Fault("division by zero");
        try
        {
            return left.Kind == ValueKind.Float || right.Kind == ValueKind.Float || symbol == "/" ? WithFractions(symbol, left.Number, right.Number) : Whole(symbol, left.Integer, right.Integer);
        }
        catch (OverflowException)
        {
            throw new Fault("a number grows too large");
        }
    }

    /// <summary>Python's <c>in</c>; nothing is in what is undefined or None.</summary>
    public static bool Contains(Rendering rendering, in Value holder, in Value item)
    {
        switch (holder.Kind)
        {
            case ValueKind.String:
                rendering.Charge(holder.Text.Length / 8);
                if (item.IsMissing) return false;
                return item.IsString ? holder.Text.Contains(item.Text, StringComparison.Ordinal) : throw new Fault($"{item.TypeName} cannot be in a text");
            case ValueKind.List or ValueKind.Tuple:
                rendering.Charge(holder.Items.Count);
                return holder.Items.Contains(item);
            case ValueKind.Map or ValueKind.Namespace: return holder.Map.Contains(item);
            case ValueKind.Undefined or ValueKind.None: return false;
            default: throw new Fault($"nothing can be in {holder.TypeName}");
        }
    }

    private static string TextOf(in Value value) => value.IsMissing ? "" : value.ToString();

    private static Value WithFractions(string symbol, double left, double right) => Value.Of(symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "//" => Math.Floor(left / right),
        "%" => left - (right * Math.Floor(left / right)),
        "**" => Math.Pow(left, right),
        _ => throw new Fault($"'{symbol}' is no operator"),
    });

    private static Value Whole(string symbol, long left, long right) => checked(symbol switch
    {
        "+" => Value.Of(left + right),
        "-" => Value.Of(left - right),
        "*" => Value.Of(left * right),
        "//" => Value.Of((left / right) - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0)),
        "%" => Value.Of(right == -1 ? 0 : ((left % right) + right) % right),
        "**" => right < 0 ? Value.Of(Math.Pow(left, right)) : Value.Of((long)(decimal)Math.Pow(left, right)),
        _ => throw new Fault(string.Create(CultureInfo.InvariantCulture, $"'{symbol}' is no operator")),
    });
}
