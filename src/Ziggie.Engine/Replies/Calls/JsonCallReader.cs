using System.Text.Json;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>
/// A call as one JSON object: a name and arguments in any order, under the names that models use for them; wrapped as
/// <c>{"function": {…}}</c>, or with the tool's name as the key.
/// </summary>
internal sealed class JsonCallReader(Func<string, bool> isTool) : CallReader
{
    private enum Stage { Open, Key, Colon, Value, AfterValue }

    private Stage _stage;
    private string _key = "";
    private int _valueAt;
    private int _argumentsAt = -1;
    private int _argumentsLength;
    private int _passed;
    private JsonExtent _extent;

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        while (true)
        {
            if (_stage != Stage.Value) SkipWhite(text);
            var step = _stage switch
            {
                Stage.Open => Symbol(text, (byte)'{', Stage.Key),
                Stage.Key => TakeKey(text),
                Stage.Colon => Symbol(text, (byte)':', Stage.Value),
                Stage.Value => TakeValue(text, ended),
                _ => TakeNext(text),
            };
            if (step is not { } end) continue;
            if (end == CallStep.Done) return Finish(text);
            return end;
        }
    }

    private CallStep? Symbol(ReadOnlySpan<byte> text, byte symbol, Stage next)
    {
        if (Read == text.Length) return CallStep.More;
        if (text[Read] != symbol) return CallStep.Malformed;
        Read++;
        _stage = next;
        _valueAt = -1;
        return null;
    }

    private CallStep? TakeKey(ReadOnlySpan<byte> text)
    {
        if (Read == text.Length) return CallStep.More;
        if (text[Read] == (byte)'}')
        {
            Read++;
            return CallStep.Done;
        }
        if (text[Read] != (byte)'"') return CallStep.Malformed;
        var key = default(JsonExtent);
        if (!key.Advance(text[Read..], ended: false) || key.Length > MostName) return CallStep.Malformed;
        if (!key.IsDone) return CallStep.More;
        _key = Bytes.Text(text.Slice(Read + 1, key.Length - 2));
        Read += key.Length;
        _stage = Stage.Colon;
        return null;
    }

    private CallStep? TakeValue(ReadOnlySpan<byte> text, bool ended)
    {
        if (_valueAt < 0)
        {
            SkipWhite(text);
            if (Read == text.Length) return CallStep.More;
            _valueAt = Read;
            _extent = default;
            if (IsArguments(_key)) _argumentsAt = Read;
        }
        var fine = _extent.Advance(text[_valueAt..], ended);
        Read = _valueAt + _extent.Length;
        if (!fine) return CallStep.Malformed;
        if (_argumentsAt == _valueAt) _argumentsLength = _extent.Length;
        PassArguments(text);
        if (!_extent.IsDone) return CallStep.More;
        var value = text.Slice(_valueAt, _extent.Length);
        if (value[0] == (byte)'"') TakeText(value);
        PassArguments(text);
        _stage = Stage.AfterValue;
        return null;
    }

    private void TakeText(ReadOnlySpan<byte> value)
    {
        if (value.Length > MostName) return;
        var isName = _key is "name" or "tool_name" or "function";
        if (!isName && _key is not ("id" or "call_id")) return;
        try
        {
            var json = new Utf8JsonReader(value);
            json.Read();
            if (isName) Name = json.GetString();
            // By the time the arguments have come the call may have been told of.
            else if (_argumentsAt < 0) Id = json.GetString();
        }
        catch (JsonException)
        {
            // The whole object is looked at in the end, and refused there.
        }
    }

    /// <summary>Objects can go on as they come; a text with JSON inside must be whole first.</summary>
    private void PassArguments(ReadOnlySpan<byte> text)
    {
        if (Name is null || _argumentsAt < 0 || _argumentsLength == 0 || text[_argumentsAt] != (byte)'{') return;
        AddArguments(text.Slice(_argumentsAt + _passed, _argumentsLength - _passed));
        _passed = _argumentsLength;
    }

    private CallStep? TakeNext(ReadOnlySpan<byte> text)
    {
        if (Read == text.Length) return CallStep.More;
        switch (text[Read])
        {
            case (byte)',':
                Read++;
                _stage = Stage.Key;
                return null;
            case (byte)'}':
                Read++;
                return CallStep.Done;
            default: return CallStep.Malformed;
        }
    }

    private CallStep Finish(ReadOnlySpan<byte> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text[..Read].ToArray());
            return Name is not null && _passed > 0 ? CallStep.Done : TakeWhole(json.RootElement);
        }
        catch (JsonException)
        {
            return CallStep.Malformed;
        }
    }

    private CallStep TakeWhole(JsonElement call)
    {
        if (call.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object) call = inner;
        var wrapped = call.EnumerateObject().FirstOrDefault();
        if (Name is null && call.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String) Name = name.GetString();
        if (Name is null && wrapped.Value.ValueKind == JsonValueKind.Object && isTool(wrapped.Name))
        {
            Name = wrapped.Name;
            AddArguments(Bytes.Of(wrapped.Value.GetRawText()));
            return CallStep.Done;
        }
        if (string.IsNullOrEmpty(Name)) return CallStep.Malformed;
        foreach (var property in call.EnumerateObject())
        {
            if (!IsArguments(property.Name)) continue;
            var isText = property.Value.ValueKind == JsonValueKind.String;
            if (!isText && property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) return CallStep.Malformed;
            var arguments = isText ? property.Value.GetString()! : property.Value.GetRawText();
            AddArguments(Bytes.Of(property.Value.ValueKind == JsonValueKind.Null || arguments.Length == 0 ? "{}" : arguments));
            return CallStep.Done;
        }
        AddArguments("{}"u8);
        return CallStep.Done;
    }

    private static bool IsArguments(string key) => key is "arguments" or "parameters" or "args";
}
