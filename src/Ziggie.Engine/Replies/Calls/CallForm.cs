using Ziggie.Engine.Replies.Grammar;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>What stands around calls, and how one is read.</summary>
/// <param name="Start">Begins a group of calls, often of just one; null where nothing does.</param>
/// <param name="End">Ends the group; may be missing at the end of a reply.</param>
/// <param name="Open">Begins each call of a group; null where nothing does.</param>
/// <param name="Close">Ends each call; may be missing.</param>
/// <param name="Reader">Makes a reader for what lies between.</param>
internal sealed record CallForm(string? Start, string? End, string? Open, string? Close, Func<CallTools, CallReader> Reader)
{
    /// <summary>How a call is written where a grammar holds the model to it; null where none does.</summary>
    public CallGrammar? Grammar { get; init; }

    /// <summary>Calls are written in a list.</summary>
    public bool IsList { get; init; }

    /// <summary>Calls begin without any tag, at the very start of the reply, and only those of offered tools count.</summary>
    public bool IsBare => Start is null;

    /// <summary>The words that begin a group, or a call whose group's beginning is missing.</summary>
    public IEnumerable<string> Triggers => new[] { Start, Open }.OfType<string>();
}

/// <summary>The tools of a request, as readers ask about them.</summary>
internal sealed class CallTools(IReadOnlyList<Wire.ToolDefinition> tools)
{
    private readonly Dictionary<string, Wire.ToolDefinition> _tools = tools.GroupBy(t => t.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    public bool Has(string name) => _tools.ContainsKey(name);

    /// <summary>Whether an argument is text by the tool's schema; null where that cannot be told.</summary>
    public bool? IsText(string tool, string argument) => _tools.TryGetValue(tool, out var found) && found.Parameters is { } schema ? SchemaTypes.IsText(schema, argument) : null;
}
