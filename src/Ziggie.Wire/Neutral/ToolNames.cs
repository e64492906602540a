namespace Ziggie.Wire;

/// <summary>Which tool a result answers, for dialects whose results name the tool and not the call, or the other way round.</summary>
internal sealed class ToolNames
{
    private readonly Dictionary<string, string> _byCall = new(StringComparer.Ordinal);

    /// <summary>Remembers the calls of one turn; ids count from the nearest earlier turn.</summary>
    public void Add(Message turn)
    {
        foreach (var call in turn.Parts.OfType<ToolCallPart>()) _byCall[call.Id] = call.Name;
    }

    public string? Of(ToolResultPart result) => result.Name ?? _byCall.GetValueOrDefault(result.Id);
}
