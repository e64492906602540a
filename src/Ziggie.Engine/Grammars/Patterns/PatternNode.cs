namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>A piece of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Characters at least.</summary>
    public abstract long Least { get; }

    /// <summary>Characters at most; null: no bound.</summary>
    public abstract long? Most { get; }

    /// <summary>The same but for the empty text; null where that cannot be said simply.</summary>
    public virtual PatternNode? NotEmpty() => Least > 0 ? this : null;
}

/// <summary>One character out of a set.</summary>
internal sealed record OneOf(CharSet Set) : PatternNode
{
    public override long Least => 1;
    public override long? Most => 1;
}

/// <summary>One after the other.</summary>
internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override long Least => Parts.Sum(p => p.Least);
    public override long? Most => Parts.Any(p => p.Most is null) ? null : Parts.Sum(p => p.Most);
}

/// <summary>Any one of these.</summary>
internal sealed record Alternatives(IReadOnlyList<PatternNode> Options) : PatternNode
{
    public override long Least => Options.Min(o => o.Least);
    public override long? Most => Options.Any(o => o.Most is null) ? null : Options.Max(o => o.Most);

    public override PatternNode? NotEmpty() => Options.Where(o => o.Most != 0).Select(o => o.NotEmpty()).ToList() is { Count: > 0 } options && !options.Contains(null) ? new Alternatives(options!) : null;
}

/// <summary>Several times over.</summary>
internal sealed record Repeated(PatternNode Part, long Min, long? Max) : PatternNode
{
    public override long Least => Part.Least * Min;
    public override long? Most => Part.Most == 0 ? 0 : Max is { } max ? Part.Most * max : null;

    public override PatternNode? NotEmpty() => Least > 0 ? this : Max != 0 && Part.NotEmpty() is { } part ? new Repeated(part, 1, Max) : null;
}
