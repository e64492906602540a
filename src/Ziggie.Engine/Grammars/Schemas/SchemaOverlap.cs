using Ziggie.Engine.Grammars.Numbers;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>
/// Of a <c>oneOf</c>, exactly one branch may hold; a grammar lets a value through that satisfies any. So the branches must exclude each
/// other, which is looked for where people put it: types, values, bounds, or a property that tells them apart.
/// </summary>
internal sealed class SchemaOverlap(SchemaReader reader, SchemaCheck check)
{
    private const int MaxDepth = 4;
    private const int MaxBranches = 200;

    public void Refuse(IReadOnlyList<SchemaTerm> beside, SchemaChoice choice)
    {
        if (choice.Branches.Count > MaxBranches) throw new GrammarException(choice.Path, $"has more than {MaxBranches} branches. Use anyOf if more than one may hold.");
        for (var i = 0; i < choice.Branches.Count; i++)
        {
            for (var j = i + 1; j < choice.Branches.Count; j++)
            {
                if (!Apart([.. beside, choice.Branches[i]], [.. beside, choice.Branches[j]], 0))
                    throw new GrammarException(choice.Path, $"{i} and {j} may both hold for one value, and a grammar cannot forbid that. Use anyOf if either is fine, or give each a property with its own const.");
            }
        }
    }

    /// <summary>Whether surely no value satisfies both.</summary>
    private bool Apart(IReadOnlyList<SchemaTerm> one, IReadOnlyList<SchemaTerm> other, int depth)
    {
        if (depth > MaxDepth) return false;
        if (reader.Read(one) is not { } a || reader.Read(other) is not { } b) return true;
        if (a.Choices.Count > 0) return a.Ways().All(w => Apart(w, other, depth + 1));
        if (b.Choices.Count > 0) return b.Ways().All(w => Apart(one, w, depth + 1));
        var (left, right) = (new SchemaFacts(a.Plain), new SchemaFacts(b.Plain));
        if (left.Values is { } lefts) return !lefts.Any(v => check.Allows(one, v) && check.Allows(other, v));
        if (right.Values is { } rights) return !rights.Any(v => check.Allows(one, v) && check.Allows(other, v));
        var shared = left.Kinds & right.Kinds;
        if ((shared & (Kinds.Null | Kinds.Boolean)) != 0) return false;
        if ((shared & Kinds.Number) != 0 && !NumberRange.Of(left).And(NumberRange.Of(right)).IsEmpty) return false;
        if ((shared & Kinds.Text) != 0 && Lengths.OfText(left).Meet(Lengths.OfText(right))) return false;
        if ((shared & Kinds.Array) != 0 && !Apart(ArrayShape.Of(left), ArrayShape.Of(right), depth)) return false;
        return (shared & Kinds.Object) == 0 || Apart(ObjectShape.Of(left), ObjectShape.Of(right), depth);
    }

    private bool Apart(ArrayShape one, ArrayShape other, int depth)
    {
        if (!one.Lengths.Meet(other.Lengths)) return true;
        var both = Math.Min(Math.Max(one.Lengths.Min, other.Lengths.Min), Math.Max(one.Prefix.Count, other.Prefix.Count) + 1);
        return Enumerable.Range(0, (int)both).Any(i => At(one, i) is not { } left || At(other, i) is not { } right || Apart(left, right, depth + 1));

        static IReadOnlyList<SchemaTerm>? At(ArrayShape shape, int index) => index < shape.Prefix.Count ? shape.Prefix[index] : shape.Rest;
    }

    /// <summary>Some property must be there for one, and cannot be there, or not so, for the other.</summary>
    private bool Apart(ObjectShape one, ObjectShape other, int depth) =>
        one.Properties.Where(p => p.Required).Any(p => Apart(p, other, depth)) || other.Properties.Where(p => p.Required).Any(p => Apart(p, one, depth));

    private bool Apart(ObjectProperty must, ObjectShape other, int depth)
    {
        var there = other.Properties.FirstOrDefault(p => p.Name == must.Name) is { } known ? known.Schemas : other.Extra;
        return must.Schemas is null || there is null || Apart(must.Schemas, there, depth + 1);
    }
}
