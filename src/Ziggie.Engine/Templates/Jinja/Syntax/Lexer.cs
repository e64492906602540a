using System.Globalization;

namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>
/// Cuts a template into tokens, with whitespace treated as model files expect it: the line break after a block goes,
/// so does the indentation before one, and a single line break at the very end.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _trimNextText;
    private bool _dropNextBreak;

    private Lexer(string source) => _source = source;

    public static List<Token> Read(string source)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (source.EndsWith('\n')) source = source[..^1];
        var lexer = new Lexer(source);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var tag = FindTag(_at);
            ReadText(tag);
            if (_at >= _source.Length) break;
            switch (_source[_at + 1])
            {
                case '#': SkipComment(); break;
                case '%' when RawTag().Match is var raw && raw: ReadRaw(); break;
                case '%': ReadTag(TokenKind.BlockBegin, TokenKind.BlockEnd, "%}"); break;
                default: ReadTag(TokenKind.OutputBegin, TokenKind.OutputEnd, "}}"); break;
            }
        }
        Add(TokenKind.End, "");
    }

    private int FindTag(int from)
    {
        for (var at = _source.IndexOf('{', from); at >= 0 && at + 1 < _source.Length; at = _source.IndexOf('{', at + 1))
        {
            if (_source[at + 1] is '{' or '%' or '#') return at;
        }
        return _source.Length;
    }

    private void ReadText(int end)
    {
        var start = _at;
        var stop = end;
        if (end < _source.Length)
        {
            var mark = end + 2 < _source.Length ? _source[end + 2] : ' ';
            if (mark == '-') stop = TrimBack(start, end, anyWhite: true);
            else if (mark != '+' && _source[end + 1] != '{') stop = TrimIndentation(start, end);
        }
        var from = start;
        if (_trimNextText) while (from < stop && char.IsWhiteSpace(_source[from])) from++;
        else if (_dropNextBreak && from < stop && _source[from] == '\n') from++;
        _trimNextText = _dropNextBreak = false;
        if (stop > from) Add(TokenKind.Text, _source[from..stop]);
        Advance(end);
    }

    private int TrimBack(int start, int end, bool anyWhite)
    {
        while (end > start && (anyWhite ? char.IsWhiteSpace(_source[end - 1]) : _source[end - 1] is ' ' or '\t')) end--;
        return end;
    }

    /// <summary>Blanks before a block go where nothing else is before it on its line.</summary>
    private int TrimIndentation(int start, int end)
    {
        var blank = TrimBack(start, end, anyWhite: false);
        return blank == 0 || (blank > start && _source[blank - 1] == '\n') || (blank == start && _dropNextBreak && _source[blank - 1] == '\n') ? blank : end;
    }

    private void SkipComment()
    {
        var end = _source.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0) throw Error("a comment is not closed with '#}'");
        AfterTag(end - 1, dropBreak: true);
        Advance(end + 2);
    }

    private void AfterTag(int markAt, bool dropBreak)
    {
        _trimNextText = _source[markAt] == '-';
        _dropNextBreak = dropBreak && _source[markAt] != '+';
    }

    private (bool Match, int End) RawTag() => BlockTag(_at, "raw");

    /// <summary>Whether a whole block tag with just this name stands here.</summary>
    private (bool Match, int End) BlockTag(int at, string name)
    {
        at += 2;
        if (at < _source.Length && _source[at] is '-' or '+') at++;
        while (at < _source.Length && char.IsWhiteSpace(_source[at])) at++;
        if (string.CompareOrdinal(_source, at, name, 0, name.Length) != 0) return default;
        at += name.Length;
        while (at < _source.Length && char.IsWhiteSpace(_source[at])) at++;
        if (at < _source.Length && _source[at] is '-' or '+') at++;
        return string.CompareOrdinal(_source, at, "%}", 0, 2) == 0 ? (true, at + 2) : default;
    }

    private void ReadRaw()
    {
        var (_, start) = RawTag();
        AfterTag(start - 3, dropBreak: true);
        for (var at = start; at < _source.Length; at++)
        {
            if (string.CompareOrdinal(_source, at, "{%", 0, 2) != 0 || BlockTag(at, "endraw") is not { Match: true, End: var end }) continue;
            Advance(start);
            ReadText(at);
            AfterTag(end - 3, dropBreak: true);
            Advance(end);
            return;
        }
        throw Error("{% raw %} is not closed with {% endraw %}");
    }

    private void ReadTag(TokenKind begin, TokenKind end, string closing)
    {
        Add(begin, _source.Substring(_at, 2));
        _at += 2;
        if (_at < _source.Length && _source[_at] is '-' or '+') _at++;
        var braces = 0;
        while (true)
        {
            while (_at < _source.Length && char.IsWhiteSpace(_source[_at])) Advance(_at + 1);
            if (_at >= _source.Length) throw Error($"a tag is not closed with '{closing}'");
            if (braces == 0 && Closes(closing, out var length))
            {
                AfterTag(_at, begin == TokenKind.BlockBegin);
                Add(end, closing);
                Advance(_at + length);
                return;
            }
            var symbol = ReadToken();
            if (symbol is "(" or "[" or "{") braces++;
            else if (symbol is ")" or "]" or "}" && --braces < 0) throw Error($"'{symbol}' closes nothing");
        }
    }

    private bool Closes(string closing, out int length)
    {
        length = _source[_at] is '-' or '+' ? 3 : 2;
        return string.CompareOrdinal(_source, _at + length - 2, closing, 0, 2) == 0;
    }

    /// <summary>The symbol that was read, or nothing for other tokens.</summary>
    private string? ReadToken()
    {
        var c = _source[_at];
        if (c is '\'' or '"')
        {
            ReadString(c);
            return null;
        }
        if (char.IsAsciiDigit(c)) ReadNumber();
        else if (char.IsLetter(c) || c == '_') ReadName();
        else return ReadSymbol();
        return null;
    }

    private void ReadName()
    {
        var end = _at;
        while (end < _source.Length && (char.IsLetterOrDigit(_source[end]) || _source[end] == '_')) end++;
        Add(TokenKind.Name, string.Intern(_source[_at..end]));
        _at = end;
    }

    private void ReadNumber()
    {
        var end = Digits(_at);
        var kind = TokenKind.Integer;
        // After a dot it is the place in a list: a.0.1
        var isPlace = _tokens[^1].Is(".");
        if (!isPlace && end + 1 < _source.Length && _source[end] == '.' && char.IsAsciiDigit(_source[end + 1]))
        {
            kind = TokenKind.Float;
            end = Digits(end + 1);
        }
        if (!isPlace && end + 1 < _source.Length && _source[end] is 'e' or 'E')
        {
            var digits = _source[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits < _source.Length && char.IsAsciiDigit(_source[digits]))
            {
                kind = TokenKind.Float;
                end = Digits(digits);
            }
        }
        Add(kind, _source[_at..end].Replace("_", "", StringComparison.Ordinal));
        _at = end;
    }

    private int Digits(int at)
    {
        while (at < _source.Length && (char.IsAsciiDigit(_source[at]) || _source[at] == '_')) at++;
        return at;
    }

    private string ReadSymbol()
    {
        var two = _at + 1 < _source.Length ? _source.Substring(_at, 2) : "";
        var symbol = two is "==" or "!=" or "<=" or ">=" or "//" or "**" ? two : _source[_at].ToString();
        if (!"+-*/%~<>=()[]{}.,:|".Contains(symbol[0], StringComparison.Ordinal) && symbol != "!=") throw Error($"'{symbol}' is not understood here");
        Add(TokenKind.Operator, string.Intern(symbol));
        _at += symbol.Length;
        return symbol;
    }

    private void ReadString(char quote)
    {
        var start = _at + 1;
        var end = start;
        while (end < _source.Length && _source[end] != quote) end += _source[end] == '\\' ? 2 : 1;
        if (end >= _source.Length) throw Error("a string is not closed");
        Add(TokenKind.String, string.Intern(PythonEscapes.Undo(_source.AsSpan(start, end - start))));
        Advance(end + 1);
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new Token(kind, text, _line));

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private TemplateException Error(string cause) => new(string.Create(CultureInfo.InvariantCulture, $"{cause}"), _line);
}
