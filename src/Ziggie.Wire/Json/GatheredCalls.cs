namespace Ziggie.Wire.Json;

/// <summary>Tool calls of a reply that are gathered before they are written.</summary>
internal sealed class GatheredCalls
{
    private const int Most = 1024;

    private readonly List<Call> _items = [];

    public int Count => _items.Count;

    public IReadOnlyList<Call> Items => _items;

    public void Begin(string id, string name)
    {
        if (_items.Count == Most)
            throw new WireException(new WireError(ErrorKind.Backend, $"The backend's reply has more than {Most} tool calls.", "reply_too_large"));
        _items.Add(new Call(id, name));
    }

    public void AddArguments(int index, ReadOnlySpan<byte> utf8)
    {
        if (index >= 0 && index < _items.Count) _items[index].Arguments.Add(utf8);
    }

    internal sealed class Call(string id, string name)
    {
        public string Id { get; } = id;
        public string Name { get; } = name;
        public GatheredText Arguments { get; } = new();

        /// <summary>The arguments' text; no text at all is an empty object.</summary>
        public ReadOnlySpan<byte> ArgumentsJson => Arguments.IsEmpty ? "{}"u8 : Arguments.Span;
    }
}
