namespace Ziggie.Engine.Replies.Calls;

/// <summary>Finds the end of a JSON value that comes in pieces. Whether what lies between is JSON is not asked here.</summary>
internal struct JsonExtent
{
    private const int DeepestNesting = 64;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _scalar;

    /// <summary>Bytes of the value so far.</summary>
    public int Length { get; private set; }

    public bool IsDone { get; private set; }

    /// <param name="text">The value from its beginning, without white space before it, each time with more at the end.</param>
    /// <returns>False where this cannot be a JSON value.</returns>
    public bool Advance(ReadOnlySpan<byte> text, bool ended)
    {
        while (!IsDone && Length < text.Length)
        {
            if (!Take(text[Length])) return false;
        }
        if (ended && _scalar && Length > 0) IsDone = true;
        return true;
    }

    private bool Take(byte b)
    {
        if (_inString) return TakeInString(b);
        if (Length == 0 && b is not ((byte)'{' or (byte)'[' or (byte)'"')) _scalar = b is (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n' or (>= (byte)'0' and <= (byte)'9');
        if (_scalar)
        {
            // A number or word ends where something else begins, which is not part of it.
            if (b is (byte)',' or (byte)'}' or (byte)']' or (byte)'<' or (byte)'`' || Bytes.IsWhite(b)) IsDone = true;
            else Length++;
            return Length <= 64;
        }
        Length++;
        switch (b)
        {
            case (byte)'"': _inString = true; return true;
            case (byte)'{' or (byte)'[': return ++_depth <= DeepestNesting;
            case (byte)'}' or (byte)']':
                IsDone = --_depth == 0;
                return _depth >= 0;
            default: return _depth > 0;
        }
    }

    private bool TakeInString(byte b)
    {
        if (b < (byte)' ') return false;
        Length++;
        if (_escaped) _escaped = false;
        else if (b == (byte)'\\') _escaped = true;
        else if (b == (byte)'"')
        {
            _inString = false;
            IsDone = _depth == 0;
        }
        return true;
    }
}
