using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>A call as Python would write it: <c>name(key='value', other=[1, True])</c>.</summary>
internal sealed class PythonCallReader : CallReader
{
    private int _scanned;
    private int _depth;
    private byte _quote;

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        for (; _scanned < text.Length; _scanned++)
        {
            var b = text[_scanned];
            Read = _scanned + 1;
            if (_quote != 0)
            {
                if (b == (byte)'\\') _scanned++;
                else if (b == _quote) _quote = 0;
            }
            else if (b is (byte)'\'' or (byte)'"') _quote = b;
            else if (b is (byte)'(' or (byte)'[' or (byte)'{') _depth++;
            else if (b is (byte)')' or (byte)']' or (byte)'}')
            {
                if (--_depth == 0) return Take(Bytes.Text(text[..Read]));
            }
            if (_depth < 0 || (_depth == 0 && (_scanned > MostName || b is (byte)',' or (byte)'\n'))) return CallStep.Malformed;
        }
        return CallStep.More;
    }

    private CallStep Take(string call)
    {
        var open = call.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0) return CallStep.Malformed;
        var reader = new PythonValues(call, open + 1);
        if (reader.Arguments() is not { } json || !ArgumentJson.IsObject(Bytes.Of(json))) return CallStep.Malformed;
        Name = call[..open].Trim();
        AddArguments(Bytes.Of(json));
        return CallStep.Done;
    }
}

/// <summary>Turns Python's literals to JSON.</summary>
internal sealed class PythonValues(string text, int start)
{
    private const int DeepestNesting = 32;
    private readonly StringBuilder _json = new();
    private int _at = start;

    /// <summary>Named arguments up to the closing parenthesis, as an object; null where they are something else.</summary>
    public string? Arguments()
    {
        _json.Append('{');
        return Members(')', '=', 0) ? _json.Append('}').ToString() : null;
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private void SkipWhite()
    {
        while (char.IsWhiteSpace(Current)) _at++;
    }

    private bool Members(char close, char separator, int depth)
    {
        for (var first = true; ; first = false)
        {
            if (More(first, close) is var more && more != true) return more == false;
            if (!Key(separator)) return false;
            SkipWhite();
            if (!Value(depth)) return false;
        }
    }

    /// <summary>Whether another one follows; null where neither a comma nor the end is there.</summary>
    private bool? More(bool first, char close)
    {
        SkipWhite();
        if (Current == close)
        {
            _at++;
            return false;
        }
        if (first) return true;
        if (Current != ',') return null;
        _at++;
        SkipWhite();
        _json.Append(',');
        return true;
    }

    private bool Key(char separator)
    {
        if (Current is '\'' or '"')
        {
            if (!Text()) return false;
        }
        else
        {
            var from = _at;
            while (char.IsLetterOrDigit(Current) || Current is '_' or '-' or '.') _at++;
            if (_at == from) return false;
            _json.Append(Bytes.Text(ArgumentJson.Quote(text[from.._at])));
        }
        SkipWhite();
        if (Current != separator) return false;
        _at++;
        _json.Append(':');
        return true;
    }

    private bool Value(int depth)
    {
        if (depth > DeepestNesting) return false;
        switch (Current)
        {
            case '\'' or '"': return Text();
            case '[':
                _at++;
                _json.Append('[');
                return Items(depth + 1);
            case '{':
                _at++;
                _json.Append('{');
                if (!Members('}', ':', depth + 1)) return false;
                _json.Append('}');
                return true;
            default: return Word();
        }
    }

    private bool Items(int depth)
    {
        for (var first = true; ; first = false)
        {
            if (More(first, ']') is var more && more != true)
            {
                _json.Append(']');
                return more == false;
            }
            if (!Value(depth)) return false;
        }
    }

    private bool Word()
    {
        var from = _at;
        while (char.IsLetterOrDigit(Current) || Current is '.' or '-' or '+') _at++;
        var word = text[from.._at];
        var json = word switch
        {
            "True" or "true" => "true",
            "False" or "false" => "false",
            "None" or "null" => "null",
            _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? word : null,
        };
        _json.Append(json);
        return json is not null;
    }

    private bool Text()
    {
        var quote = Current;
        var from = ++_at;
        while (_at < text.Length && Current != quote) _at += Current == '\\' ? 2 : 1;
        if (_at >= text.Length) return false;
        _json.Append(Bytes.Text(ArgumentJson.Quote(PythonEscapes.Undo(text.AsSpan(from, _at - from)))));
        _at++;
        return true;
    }
}
