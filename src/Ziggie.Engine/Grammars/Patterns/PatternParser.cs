using System.Globalization;

namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>
/// Reads the regular expressions that describe a regular language: literals, classes, groups, alternatives, repetition, and anchors at
/// the ends. Look-around, back references, word borders and Unicode properties are refused by name.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxDepth = 50;
    private const int MaxLength = 4096;

    private readonly string _path;
    private readonly string _text;
    private int _at;
    private int _depth;

    private PatternParser(string path, string text) => (_path, _text) = (path, text);

    /// <summary>What the whole string looks like; where the pattern has no anchors, with anything around it.</summary>
    /// <exception cref="GrammarException">It is no expression, or not one of these.</exception>
    public static PatternNode Parse(string path, string text)
    {
        if (text.Length > MaxLength) throw new GrammarException(path, $"is longer than {MaxLength} characters.");
        var parser = new PatternParser(path, text);
        var options = new List<PatternNode>();
        do options.Add(parser.Anchored());
        while (parser.Take('|'));
        if (parser._at < text.Length) throw parser.Wrong("there is a ) without its (");
        return options.Count == 1 ? options[0] : new Alternatives(options);
    }

    private PatternNode Anchored()
    {
        var anything = new Repeated(new OneOf(CharSet.Of((0, 0x10FFFF))), 0, null);
        var start = Take('^');
        var middle = Sequence();
        var end = Take('$');
        if (_at < _text.Length && _text[_at] is not ('|' or ')')) throw Wrong("the anchor $ stands elsewhere than at the end");
        return (start, end) switch
        {
            (true, true) => middle,
            (true, false) => new Sequence([.. Parts(middle), anything]),
            (false, true) => new Sequence([anything, .. Parts(middle)]),
            _ => new Sequence([anything, .. Parts(middle), anything]),
        };
    }

    private static IReadOnlyList<PatternNode> Parts(PatternNode node) => node is Sequence sequence ? sequence.Parts : [node];

    private PatternNode Options()
    {
        if (++_depth > MaxDepth) throw Wrong($"groups are nested more than {MaxDepth} deep");
        var options = new List<PatternNode>();
        do options.Add(Sequence());
        while (Take('|'));
        _depth--;
        return options.Count == 1 ? options[0] : new Alternatives(options);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')' or '$')) parts.Add(Quantified(Atom()));
        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private PatternNode Quantified(PatternNode atom)
    {
        while (_at < _text.Length)
        {
            (long Min, long? Max)? times = _text[_at] switch
            {
                '*' => (0, null),
                '+' => (1, null),
                '?' => (0, 1),
                '{' => Braces(),
                _ => null,
            };
            if (times is not { } found) break;
            _at++;
            // A lazy one matches the same texts.
            Take('?');
            if (_at < _text.Length && _text[_at] is '*' or '+') throw Wrong("a repetition is repeated");
            atom = atom.Least > 0
                ? new Repeated(atom, found.Min, found.Max)
                // The empty text counts as often as it must; what repeats is the rest, or the grammar would turn on the spot.
                : new Repeated(atom.NotEmpty() ?? throw Wrong("what is repeated may be empty; say it without"), 0, found.Max);
        }
        return atom;
    }

    /// <summary>Up to the closing brace; null, and nothing read, where it is no repetition.</summary>
    private (long, long?)? Braces()
    {
        var close = _text.IndexOf('}', _at);
        if (close < 0) return null;
        var parts = _text[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min)) return null;
        long? max = min;
        if (parts.Length == 2)
        {
            if (parts[1].Length == 0) max = null;
            else if (long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most)) max = most;
            else return null;
        }
        if (max < min || min > int.MaxValue || max > int.MaxValue) throw Wrong("the repetition has its bounds the wrong way round or too large");
        _at = close;
        return (min, max);
    }

    private PatternNode Atom()
    {
        switch (_text[_at])
        {
            case '(': return Group();
            case '[':
                _at++;
                return new OneOf(Class());
            case '.':
                _at++;
                return new OneOf(CharSet.Dot);
            case '\\': return new OneOf(Escape(inClass: false));
            case '^': throw Wrong("the anchor ^ stands elsewhere than at the start");
            case '*' or '+' or '?': throw Wrong($"there is nothing before {_text[_at]}");
            default:
                var point = Point();
                return new OneOf(CharSet.Of((point, point)));
        }
    }

    private PatternNode Group()
    {
        _at++;
        if (Take('?'))
        {
            var named = _at + 1 < _text.Length && _text[_at] == '<' && _text[_at + 1] is not ('=' or '!');
            if (named) _at = _text.IndexOf('>', _at) is var end and > 0 ? end + 1 : throw Wrong("a group's name has no end");
            else if (!Take(':')) throw Wrong("look-ahead and look-behind are not possible");
        }
        var inner = Options();
        if (!Take(')')) throw Wrong(_at < _text.Length ? "an anchor stands within a group" : "a ( has no )");
        return inner;
    }

    private CharSet Class()
    {
        var negated = Take('^');
        var ranges = new List<(int, int)>();
        while (true)
        {
            if (_at >= _text.Length) throw Wrong("a [ has no ]");
            if (Take(']')) break;
            var first = Item();
            if (first.Ranges is not [var one] || one.First != one.Last || !(_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']'))
            {
                ranges.AddRange(first.Ranges);
                continue;
            }
            _at++;
            if (Item().Ranges is not [var other] || other.First != other.Last || other.First < one.First) throw Wrong("a range of a class has no good end");
            ranges.Add((one.First, other.Last));
        }
        var set = CharSet.Of(ranges);
        return negated ? set.Negate() : set;
    }

    private CharSet Item()
    {
        if (_at < _text.Length && _text[_at] == '\\') return Escape(inClass: true);
        if (_at >= _text.Length) throw Wrong("a [ has no ]");
        var point = Point();
        return CharSet.Of((point, point));
    }

    private CharSet Escape(bool inClass)
    {
        if (++_at >= _text.Length) throw Wrong("a \\ stands at the end");
        var c = _text[_at++];
        return c switch
        {
            'd' => CharSet.Digit,
            'D' => CharSet.Digit.Negate(),
            'w' => CharSet.Word,
            'W' => CharSet.Word.Negate(),
            's' => CharSet.Space,
            'S' => CharSet.Space.Negate(),
            'n' => One('\n'),
            'r' => One('\r'),
            't' => One('\t'),
            'f' => One('\f'),
            'v' => One('\v'),
            'b' when inClass => One('\b'),
            'x' => One(Hex(2)),
            'u' when Take('{') => One(Hex(_text.IndexOf('}', _at) - _at, closed: true)),
            'u' => One(Hex(4)),
            'c' when _at < _text.Length && char.IsAsciiLetter(_text[_at]) => One(_text[_at++] & 0x1F),
            '0' => One(0),
            'b' or 'B' => throw Wrong("word borders are not possible"),
            'p' or 'P' => throw Wrong("Unicode properties are not possible; name the ranges, such as [a-zà-ÿ]"),
            'k' or (>= '1' and <= '9') => throw Wrong("back references are not possible"),
            _ when char.IsAsciiLetter(c) => throw Wrong($"the escape \\{c} is not known"),
            _ => One(c),
        };

        static CharSet One(int point) => CharSet.Of((point, point));
    }

    private int Hex(int count, bool closed = false)
    {
        if (count is < 1 or > 6 || _at + count > _text.Length || !int.TryParse(_text.AsSpan(_at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point > 0x10FFFF)
            throw Wrong("an escape by number is broken");
        _at += count + (closed ? 1 : 0);
        return point;
    }

    private int Point()
    {
        var point = char.IsSurrogatePair(_text, _at) ? char.ConvertToUtf32(_text, _at) : _text[_at];
        _at += point > 0xFFFF ? 2 : 1;
        return point;
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private GrammarException Wrong(string what) => new(_path, $"{what} (character {_at + 1} of \"{_text}\").");
}
