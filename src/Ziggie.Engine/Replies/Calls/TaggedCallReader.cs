namespace Ziggie.Engine.Replies.Calls;

/// <summary>The tags around a call's name and each of its arguments.</summary>
/// <param name="NameOpen">Before the name; empty where it comes at once.</param>
/// <param name="NameClose">After the name; null: a line break or the next tag ends it.</param>
/// <param name="KeyClose">After an argument's name.</param>
/// <param name="ValueOpen">Before the value; empty where it comes at once.</param>
/// <param name="SaysType">An attribute <c>string</c> says whether the value is text.</param>
/// <param name="Close">After the arguments; null where the call's own closing tag follows.</param>
internal sealed record CallTags(string NameOpen, string? NameClose, string KeyOpen, string KeyClose, string ValueOpen, string ValueClose, string? Close, bool SaysType = false);

/// <summary>A call with a tag for each argument; whether a value is text or JSON is known from the tool's schema.</summary>
internal sealed class TaggedCallReader(CallTags tags, Func<string, string, bool?> isText) : CallReader
{
    private enum Stage { Name, Key, Value }

    private readonly byte[] _nameOpen = Bytes.Of(tags.NameOpen);
    private readonly byte[] _keyOpen = Bytes.Of(tags.KeyOpen);
    private readonly byte[] _valueOpen = Bytes.Of(tags.ValueOpen);
    private readonly byte[] _valueClose = Bytes.Of(tags.ValueClose);
    private readonly byte[]? _close = tags.Close is null ? null : Bytes.Of(tags.Close);
    private Stage _stage;
    private string _key = "";
    private bool? _saidText;
    private int _searched;
    private int _count;
    private bool _isFinished;

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        while (true)
        {
            var start = Read;
            var step = _stage switch
            {
                Stage.Name => TakeName(text),
                Stage.Key => TakeKey(text, ended),
                _ => TakeValue(text),
            };
            if (step == CallStep.More) Read = start;
            if (step != CallStep.Done) return step;
            if (_isFinished) return CallStep.Done;
        }
    }

    private CallStep Finish()
    {
        AddArguments(_count == 0 ? "{}"u8 : "}"u8);
        _isFinished = true;
        return CallStep.Done;
    }

    private CallStep TakeName(ReadOnlySpan<byte> text)
    {
        SkipWhite(text);
        var step = Expect(text, _nameOpen);
        if (step != CallStep.Done) return step;
        string name;
        if (tags.NameClose is { } mark) step = Until(text, Bytes.Of(mark), out name);
        else step = BareName(text, out name);
        if (step != CallStep.Done) return step;
        Name = name.Trim();
        _stage = Stage.Key;
        return Name.Length > 0 ? CallStep.Done : CallStep.Malformed;
    }

    private CallStep BareName(ReadOnlySpan<byte> text, out string name)
    {
        name = "";
        var rest = text[Read..];
        var end = rest.IndexOfAny((byte)'\n', (byte)'<');
        if (end < 0) return rest.Length > MostName ? CallStep.Malformed : CallStep.More;
        name = Bytes.Text(rest[..end]).Trim();
        Read += end;
        return end > MostName || name.Any(c => c is '{' or '}' or '"' or '(' or ' ') ? CallStep.Malformed : CallStep.Done;
    }

    private CallStep TakeKey(ReadOnlySpan<byte> text, bool ended)
    {
        SkipWhite(text);
        var key = Expect(text, _keyOpen);
        if (key == CallStep.Done)
        {
            key = Until(text, Bytes.Of(tags.KeyClose), out _key);
            if (key == CallStep.Done) key = OpenValue(text);
            if (key == CallStep.Done) (_stage, _searched) = (Stage.Value, 0);
            return key;
        }
        // Without a tag of its own the arguments end where no other begins; the call's closing tag is read elsewhere.
        if (_close is null) return key == CallStep.More && !ended ? CallStep.More : Finish();
        var closing = Expect(text, _close);
        if (closing == CallStep.Done) return Finish();
        return key == CallStep.More ? CallStep.More : closing;
    }

    /// <summary>Some tags say whether the value is text: <c>name="key" string="true"&gt;</c>.</summary>
    private CallStep OpenValue(ReadOnlySpan<byte> text)
    {
        _saidText = null;
        if (tags.SaysType)
        {
            var step = Until(text, ">"u8, out var attributes);
            if (attributes.Contains("string=", StringComparison.Ordinal)) _saidText = attributes.Contains("string=\"true\"", StringComparison.Ordinal);
            return step;
        }
        if (_valueOpen.Length == 0) return CallStep.Done;
        SkipWhite(text);
        return Expect(text, _valueOpen);
    }

    private CallStep TakeValue(ReadOnlySpan<byte> text)
    {
        var rest = text[Read..];
        // What was searched once need not be searched again, but for a tag that was cut.
        var from = Math.Max(0, Math.Min(_searched, rest.Length) - _valueClose.Length);
        var at = rest[from..].IndexOf(_valueClose);
        if (at < 0)
        {
            _searched = rest.Length;
            return CallStep.More;
        }
        WriteValue(Trim(rest[..(from + at)]));
        Read += from + at + _valueClose.Length;
        _stage = Stage.Key;
        return CallStep.Done;
    }

    /// <summary>One line break on each side belongs to the tags.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'\n', ..]) value = value[1..];
        return value is [.., (byte)'\n'] ? value[..^1] : value;
    }

    private void WriteValue(ReadOnlySpan<byte> value)
    {
        AddArguments(_count++ == 0 ? "{"u8 : ","u8);
        AddArguments(ArgumentJson.Quote(_key.Trim()));
        AddArguments(":"u8);
        var text = _saidText ?? isText(Name!, _key.Trim());
        AddArguments(text != true && ArgumentJson.IsValue(value, allowText: text == false) ? value : ArgumentJson.Quote(Bytes.Text(value)));
    }
}
