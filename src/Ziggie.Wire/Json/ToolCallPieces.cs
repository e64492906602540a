namespace Ziggie.Wire.Json;

/// <summary>Tool calls of a reply, gathered from their pieces.</summary>
internal sealed class ToolCallPieces
{
    private readonly List<Call> _calls = [];

    public IReadOnlyList<Call> Calls => _calls;

    public void Start(string id, string name) => _calls.Add(new Call(id, name));

    public void Append(int index, ReadOnlySpan<byte> utf8)
    {
        if (index >= 0 && index < _calls.Count) _calls[index].Arguments.Add(utf8);
    }

    internal sealed record Call(string Id, string Name)
    {
        public GatheredText Arguments { get; } = new();
    }
}
