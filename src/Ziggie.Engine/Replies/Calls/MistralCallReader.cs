namespace Ziggie.Engine.Replies.Calls;

/// <summary>Mistral's older models write JSON after the marker, the newer ones a name and then the arguments.</summary>
internal sealed class MistralCallReader(CallTools tools) : CallReader
{
    private CallReader? _reader;
    private int _passed;

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        if (_reader is null)
        {
            var white = Bytes.WhiteAtStart(text);
            if (white == text.Length) return CallStep.More;
            _reader = text[white] == (byte)'{' ? new JsonCallReader(tools.Has) : new BracketCallReader();
        }
        var step = _reader.Advance(text, ended);
        (Name, Id, Read) = (_reader.Name, _reader.Id, _reader.Read);
        AddArguments(_reader.Arguments[_passed..]);
        _passed = _reader.Arguments.Length;
        return step;
    }
}
