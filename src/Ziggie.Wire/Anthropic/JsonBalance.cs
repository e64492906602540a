namespace Ziggie.Wire.Anthropic;

/// <summary>Follows JSON text as it comes in pieces and knows when its object is complete.</summary>
internal struct JsonBalance
{
    private int _depth;
    private bool _inString, _escaped, _begun;

    public readonly bool IsComplete => _begun && _depth == 0;

    public void Feed(ReadOnlySpan<byte> piece)
    {
        foreach (var b in piece)
        {
            if (_escaped) _escaped = false;
            else if (_inString)
            {
                if (b == '\\') _escaped = true;
                else if (b == '"') _inString = false;
            }
            else if (b == '"') _inString = true;
            else if (b is (byte)'{' or (byte)'[')
            {
                _begun = true;
                _depth++;
            }
            else if (b is (byte)'}' or (byte)']') _depth--;
        }
    }
}
