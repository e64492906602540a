namespace Ziggie.Engine.Replies.Calls;

/// <summary>A call whose name stands before its arguments, which are JSON.</summary>
internal abstract class NamedCallReader : CallReader
{
    private JsonExtent _extent;
    private int _argumentsAt = -1;
    private bool _hasHead;

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        if (!_hasHead)
        {
            var start = Read;
            var step = ReadHead(text);
            if (step != CallStep.Done)
            {
                if (step == CallStep.More) Read = start;
                return step;
            }
            if (string.IsNullOrWhiteSpace(Name)) return CallStep.Malformed;
            _hasHead = true;
        }
        if (_argumentsAt < 0)
        {
            SkipWhite(text);
            if (Read == text.Length) return CallStep.More;
            if (text[Read] != (byte)'{') return CallStep.Malformed;
            _argumentsAt = Read;
        }
        if (!_extent.IsDone)
        {
            var before = _extent.Length;
            var fine = _extent.Advance(text[_argumentsAt..], ended);
            AddArguments(text.Slice(_argumentsAt + before, _extent.Length - before));
            Read = _argumentsAt + _extent.Length;
            if (!fine) return CallStep.Malformed;
            if (!_extent.IsDone) return CallStep.More;
        }
        return ReadTail(text, ended);
    }

    /// <summary>The name, and what stands between it and the arguments. Starts anew each time until it is there.</summary>
    protected abstract CallStep ReadHead(ReadOnlySpan<byte> text);

    /// <summary>What follows the arguments.</summary>
    protected virtual CallStep ReadTail(ReadOnlySpan<byte> text, bool ended) => CallStep.Done;
}

/// <summary>A name up to a mark: <c>name&gt;{…}</c>.</summary>
internal sealed class MarkedCallReader(byte[] mark) : NamedCallReader
{
    protected override CallStep ReadHead(ReadOnlySpan<byte> text)
    {
        var step = Until(text, mark, out var name);
        Name = name.Trim();
        return step;
    }
}

/// <summary>Mistral's: <c>name[CALL_ID]id[ARGS]{…}</c>, where id and marks may be missing.</summary>
internal sealed class BracketCallReader : NamedCallReader
{
    protected override CallStep ReadHead(ReadOnlySpan<byte> text)
    {
        var rest = text[Read..];
        var brace = rest.IndexOf((byte)'{');
        var head = brace < 0 ? rest : rest[..brace];
        if (brace < 0) return head.Length > MostName * 2 ? CallStep.Malformed : CallStep.More;
        var args = head.IndexOf("[ARGS]"u8);
        var end = args < 0 ? head.Length : args;
        var id = head[..end].IndexOf("[CALL_ID]"u8);
        if (id >= 0) Id = Bytes.Text(head[(id + 9)..end]).Trim();
        Name = Bytes.Text(head[..(id < 0 ? end : id)]).Trim();
        Read += head.Length;
        return Name.Length is > 0 and <= MostName && !Name.Contains(' ', StringComparison.Ordinal) ? CallStep.Done : CallStep.Malformed;
    }
}

/// <summary>DeepSeek's: <c>name&lt;sep&gt;{…}</c>, or <c>function&lt;sep&gt;name</c> with the arguments in a code block.</summary>
internal sealed class SeparatedCallReader : NamedCallReader
{
    private static readonly byte[] s_separator = Bytes.Of("<｜tool▁sep｜>");
    private bool _fenced;

    protected override CallStep ReadHead(ReadOnlySpan<byte> text)
    {
        var step = Until(text, s_separator, out var name);
        if (step != CallStep.Done) return step;
        if (name.Trim() == "function")
        {
            step = Until(text, "\n"u8, out name);
            if (step != CallStep.Done) return step;
        }
        SkipWhite(text);
        if (Read == text.Length) return CallStep.More;
        if (text[Read] == (byte)'`')
        {
            step = Expect(text, "```json"u8);
            if (step != CallStep.Done) return step;
            _fenced = true;
        }
        Name = name.Trim();
        return CallStep.Done;
    }

    protected override CallStep ReadTail(ReadOnlySpan<byte> text, bool ended)
    {
        if (!_fenced) return CallStep.Done;
        SkipWhite(text);
        var step = Expect(text, "```"u8);
        return step == CallStep.More && ended ? CallStep.Done : step;
    }
}

/// <summary>Kimi's: <c>functions.name:0&lt;|tool_call_argument_begin|&gt;{…}</c>; all before the mark is the id.</summary>
internal sealed class NumberedCallReader : NamedCallReader
{
    protected override CallStep ReadHead(ReadOnlySpan<byte> text)
    {
        var step = Until(text, "<|tool_call_argument_begin|>"u8, out var id);
        if (step != CallStep.Done) return step;
        Id = id.Trim();
        var name = Id.StartsWith("functions.", StringComparison.Ordinal) ? Id[10..] : Id;
        var colon = name.LastIndexOf(':');
        Name = colon > 0 ? name[..colon] : name;
        return CallStep.Done;
    }
}

/// <summary>Solar's: <c>id&lt;|tool_call:name|&gt;name&lt;|tool_call:args|&gt;{…}</c>.</summary>
internal sealed class LabelledCallReader : NamedCallReader
{
    protected override CallStep ReadHead(ReadOnlySpan<byte> text)
    {
        var step = Until(text, "<|tool_call:name|>"u8, out var id);
        if (step != CallStep.Done) return step;
        Id = id.Trim();
        step = Until(text, "<|tool_call:args|>"u8, out var name);
        Name = name.Trim();
        return step;
    }
}
