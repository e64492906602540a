using Ziggie.Engine.Replies.Calls;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>What an attempt to read calls has come to.</summary>
internal enum AttemptStep
{
    /// <summary>More text is needed.</summary>
    More,

    /// <summary>A call is complete.</summary>
    Call,

    /// <summary>The group of calls is over.</summary>
    Over,

    /// <summary>This is no call.</summary>
    Malformed,
}

/// <summary>Reads a group of calls from its first marker on: <c>start ( open? call close? )+ end</c>, with or without brackets and commas.</summary>
internal sealed class CallAttempt
{
    private enum Stage { Begin, Item, Call, Close, After }

    private readonly CallForm _form;
    private readonly CallTools _tools;
    private Stage _stage;
    private bool _isList;
    private int _callAt;

    /// <param name="marker">What has been recognised already: the form's start, or the opening of a call without it.</param>
    public CallAttempt(CallForm form, CallTools tools, string? marker)
    {
        (_form, _tools) = (form, tools);
        Read = marker is null ? 0 : Bytes.Of(marker).Length;
        if (marker is not null && marker != form.Start) StartCall();
    }

    /// <summary>Nothing but the call itself says that it is one.</summary>
    public bool IsBare => _form.IsBare;

    /// <summary>The call being read, or just read; null between calls.</summary>
    public CallReader? Call { get; private set; }

    /// <summary>How much of the text has been understood, from its start.</summary>
    public int Read { get; private set; }

    /// <summary>The call has been told of, and all text read so far is gone.</summary>
    public void Used() => (Call, Read, _callAt) = (null, 0, 0);

    /// <param name="text">The group from where it was last used, each time with more at the end.</param>
    public AttemptStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        while (true)
        {
            var step = _stage switch
            {
                Stage.Begin => Begin(text),
                Stage.Item => Open(text),
                Stage.Call => ReadCall(text, ended),
                Stage.Close => Close(text, ended),
                _ => After(text, ended),
            };
            if (step is { } end) return end;
        }
    }

    private AttemptStep? Begin(ReadOnlySpan<byte> text)
    {
        var at = SkipWhite(text, Read);
        if (at == text.Length) return AttemptStep.More;
        _isList = _form.Open is null && text[at] == (byte)'[';
        Read = _isList ? at + 1 : at;
        _stage = Stage.Item;
        return null;
    }

    private AttemptStep? Open(ReadOnlySpan<byte> text)
    {
        var at = SkipWhite(text, Read);
        if (at == text.Length) return AttemptStep.More;
        Read = at;
        if (_form.Open is { } open)
        {
            var found = Match(text, at, open);
            if (found != CallStep.Done) return found == CallStep.More ? AttemptStep.More : AttemptStep.Malformed;
            Read += Bytes.Of(open).Length;
        }
        StartCall();
        return null;
    }

    private void StartCall()
    {
        Call = _form.Reader(_tools);
        _callAt = Read;
        _stage = Stage.Call;
    }

    private AttemptStep? ReadCall(ReadOnlySpan<byte> text, bool ended)
    {
        var step = Call!.Advance(text[_callAt..], ended);
        Read = _callAt + Call.Read;
        if (step != CallStep.Done) return step == CallStep.More ? AttemptStep.More : AttemptStep.Malformed;
        _stage = Stage.Close;
        return null;
    }

    private AttemptStep? Close(ReadOnlySpan<byte> text, bool ended)
    {
        _stage = Stage.After;
        if (_form.Close is not { } close) return AttemptStep.Call;
        var at = SkipWhite(text, Read);
        var found = Match(text, at, close);
        if (found == CallStep.Done) Read = at + Bytes.Of(close).Length;
        if (found != CallStep.More || ended) return AttemptStep.Call;
        _stage = Stage.Close;
        return AttemptStep.More;
    }

    private AttemptStep? After(ReadOnlySpan<byte> text, bool ended)
    {
        var at = SkipWhite(text, Read);
        var next = at < text.Length ? text[at] : (byte)0;
        if (_isList && next is (byte)',' or (byte)']')
        {
            Read = at + 1;
            if (next == (byte)',') _stage = Stage.Item;
            else _isList = false;
            return null;
        }
        if (at < text.Length && AnotherFollows(next))
        {
            Read = next == (byte)';' ? at + 1 : at;
            _stage = Stage.Item;
            return null;
        }
        var end = _form.End is { } word ? Match(text, at, word) : CallStep.Malformed;
        var open = _form.Open is { } mark ? Match(text, at, mark) : CallStep.Malformed;
        if (end == CallStep.Done)
        {
            Read = at + Bytes.Of(_form.End!).Length;
            return AttemptStep.Over;
        }
        if (open == CallStep.Done)
        {
            _stage = Stage.Item;
            return null;
        }
        var undecided = at == text.Length ? !ended : !ended && (end == CallStep.More || open == CallStep.More);
        return undecided ? AttemptStep.More : AttemptStep.Over;
    }

    /// <summary>Objects may follow each other without brackets; Llama puts semicolons between.</summary>
    private bool AnotherFollows(byte next) => _form.Open is null && !_isList && (next == (byte)';' || (next == (byte)'{' && !_form.IsBare));

    private static CallStep Match(ReadOnlySpan<byte> text, int at, string word)
    {
        var literal = Bytes.Of(word);
        var rest = text[at..];
        if (rest.StartsWith(literal)) return CallStep.Done;
        return literal.AsSpan().StartsWith(rest) ? CallStep.More : CallStep.Malformed;
    }

    private static int SkipWhite(ReadOnlySpan<byte> text, int at) => at + Bytes.WhiteAtStart(text[at..]);
}
