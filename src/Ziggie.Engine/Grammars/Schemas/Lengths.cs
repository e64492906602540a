namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>How long a text or list may be.</summary>
internal readonly record struct Lengths(long Min, long? Max)
{
    public static Lengths OfText(SchemaFacts facts) => new(facts.AtLeast("minLength"), facts.AtMost("maxLength"));

    public bool IsEmpty => Max < Min;

    public bool Hold(long length) => length >= Min && !(length > Max);

    public bool Meet(Lengths other) => !(Max < other.Min) && !(other.Max < Min);
}
