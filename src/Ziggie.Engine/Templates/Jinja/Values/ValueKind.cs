namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>What a template value is.</summary>
internal enum ValueKind : byte
{
    Undefined,
    None,
    Boolean,
    Integer,
    Float,
    String,
    List,
    Tuple,
    Map,
    Namespace,
    Function,
    Loop,
}
