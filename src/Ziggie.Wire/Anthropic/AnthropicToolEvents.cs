using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>
/// Tool calls of a streamed reply. Blocks follow one another here, while other dialects may send the arguments of several calls by
/// turns: a call that begins before the one before it is complete waits, gathered, for its turn.
/// </summary>
internal sealed class AnthropicToolEvents(AnthropicBlockEvents blocks)
{
    private readonly List<Waiting> _waiting = [];
    private JsonBalance _balance;
    private int _open = -1;

    public void Begin(int index, string id, string name)
    {
        if (_waiting.Count > 0 || blocks.Open == OpenBlock.Tool && !_balance.IsComplete)
        {
            _waiting.Add(new Waiting(index, id, name));
            return;
        }
        Open(index, id, name);
    }

    public void Arguments(int index, ReadOnlySpan<byte> utf8)
    {
        if (blocks.Open != OpenBlock.Tool || index != _open)
        {
            Gather(index, utf8);
            return;
        }
        blocks.Delta(utf8);
        _balance.Feed(utf8);
        while (_balance.IsComplete && _waiting.Count > 0) OpenNext();
    }

    /// <summary>Writes what still waits: something else comes, so no arguments will.</summary>
    public void Flush()
    {
        while (_waiting.Count > 0) OpenNext();
    }

    private void OpenNext()
    {
        var next = _waiting[0];
        _waiting.RemoveAt(0);
        Open(next.Index, next.Id, next.Name);
        blocks.Delta(next.Arguments.Span);
        _balance.Feed(next.Arguments.Span);
    }

    private void Open(int index, string id, string name)
    {
        blocks.OpenTool(id, name);
        _open = index;
        _balance = default;
    }

    private void Gather(int index, ReadOnlySpan<byte> utf8)
    {
        var call = _waiting.Find(waiting => waiting.Index == index)
            ?? throw new WireException(new WireError(ErrorKind.Backend, "The backend sent arguments of a tool call that had ended.", "backend_garbage"));
        call.Arguments.Add(utf8);
    }

    private sealed record Waiting(int Index, string Id, string Name)
    {
        public GatheredText Arguments { get; } = new();
    }
}
