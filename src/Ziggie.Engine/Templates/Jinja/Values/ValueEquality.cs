namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>Python's <c>==</c> and <c>&lt;</c>.</summary>
internal static class ValueEquality
{
    private const int DeepestNesting = 100;

    public static bool AreEqual(in Value left, in Value right, int depth)
    {
        if (depth > DeepestNesting) throw new Fault("values nest too deeply to compare");
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind != ValueKind.Float && right.Kind != ValueKind.Float ? left.Integer == right.Integer : left.Number == right.Number;
        }
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            ValueKind.String => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
            ValueKind.Undefined or ValueKind.None => true,
            ValueKind.List or ValueKind.Tuple => AreEqual(left.Items, right.Items, depth + 1),
            ValueKind.Map => AreEqual(left.Map, right.Map, depth + 1),
            _ => left.IsSameObject(right),
        };
    }

    /// <summary>Less than 0, 0 or more than 0; what has no order in Python is a fault.</summary>
    public static int Compare(in Value left, in Value right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind != ValueKind.Float && right.Kind != ValueKind.Float ? left.Integer.CompareTo(right.Integer) : left.Number.CompareTo(right.Number);
        }
        if (left.IsString && right.IsString) return string.CompareOrdinal(left.Text, right.Text);
        if (left.IsSequence && left.Kind == right.Kind)
        {
            var shared = Math.Min(left.Items.Count, right.Items.Count);
            for (var i = 0; i < shared; i++)
            {
                if (!left.Items[i].Equals(right.Items[i])) return Compare(left.Items[i], right.Items[i]);
            }
            return left.Items.Count.CompareTo(right.Items.Count);
        }
        throw new Fault($"{left.TypeName} and {right.TypeName} have no order");
    }

    private static bool AreEqual(List<Value> left, List<Value> right, int depth)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i], depth)) return false;
        }
        return true;
    }

    private static bool AreEqual(Map left, Map right, int depth)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!right.TryGet(left.KeyAt(i), out var other) || !AreEqual(left.ValueAt(i), other, depth)) return false;
        }
        return true;
    }
}
