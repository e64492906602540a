using System.Globalization;
using System.Text;
using Ziggie.Simulator.Replies;

namespace Ziggie.Simulator.Schemas;

/// <summary>Text for the usual regular expressions: literals, classes, groups, alternatives and repetitions. Whoever asks checks the text.</summary>
internal sealed class PatternText
{
    private const int MostRepeats = 64;
    private const int Deepest = 32;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private readonly string _pattern;
    private readonly Rng _random;
    private int _at;
    private int _depth;

    private PatternText(string pattern, Rng random)
    {
        _pattern = pattern;
        _random = random;
    }

    public static string Make(string pattern, Rng random) => new PatternText(pattern, random).Alternatives();

    private bool More => _at < _pattern.Length && _pattern[_at] is not '|' and not ')';

    private string Alternatives()
    {
        if (++_depth > Deepest) throw new FormatException("The pattern is nested too deeply.");
        var all = new List<string> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            all.Add(Sequence());
        }
        _depth--;
        return _random.Pick(all);
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (More)
        {
            var start = _at;
            var once = Atom();
            var after = _at;
            var times = Repeats();
            var end = _at;
            if (times > 0) text.Append(once);
            for (var i = 1; i < times; i++)
            {
                // Read again, so that every repetition draws its own characters.
                _at = start;
                text.Append(Atom());
            }
            _at = Math.Max(after, end);
        }
        return text.ToString();
    }

    private string Atom()
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '^' or '$': return "";
            case '.': return One(Letters);
            case '[': return Class();
            case '\\': return Escape(_pattern[_at++]) is var set && set.Length > 0 ? One(set) : "";
            case '(':
                if (Ahead("?:")) _at += 2;
                else if (Ahead("?<") && !Ahead("?<=") && !Ahead("?<!")) _at = _pattern.IndexOf('>', _at) + 1;
                else if (Ahead("?")) throw new FormatException("Looking around is beyond the generator.");
                var inside = Alternatives();
                _at++;
                return inside;
            default: return c.ToString();
        }
    }

    private bool Ahead(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;

    private string Class()
    {
        if (_pattern[_at] == '^') throw new FormatException("Classes of what must not come are beyond the generator.");
        var set = new StringBuilder();
        while (_pattern[_at] != ']')
        {
            var c = _pattern[_at++];
            if (c == '\\') set.Append(Escape(_pattern[_at++]));
            else if (_pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                for (var member = c; member <= _pattern[_at + 1]; member++) set.Append(member);
                _at += 2;
            }
            else set.Append(c);
        }
        _at++;
        return One(set.ToString());
    }

    private int Repeats()
    {
        if (_at >= _pattern.Length) return 1;
        var (least, most) = _pattern[_at] switch { '*' => (0, 3), '+' => (1, 4), '?' => (0, 1), '{' => Counted(), _ => (-1, -1) };
        if (least < 0) return 1;
        _at++;
        if (_at < _pattern.Length && _pattern[_at] == '?') _at++;
        return least + _random.Below(Math.Min(most, Math.Max(least, MostRepeats)) - least + 1);
    }

    private (int Least, int Most) Counted()
    {
        var end = _pattern.IndexOf('}', _at);
        var parts = _pattern[(_at + 1)..end].Split(',');
        _at = end;
        var least = int.Parse(parts[0], CultureInfo.InvariantCulture);
        if (least > 10_000) throw new FormatException("The pattern repeats too often.");
        var most = parts.Length == 1 ? least : parts[1].Length == 0 ? least + 3 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        return (least, Math.Max(least, most));
    }

    private static string Escape(char c) => c switch
    {
        'd' => Digits,
        'w' => Letters + Digits,
        's' => " ",
        'D' or 'S' => Letters,
        'W' => "-",
        'b' or 'B' => "",
        'n' => "\n",
        't' => "\t",
        _ when char.IsLetterOrDigit(c) => throw new FormatException($"\\{c} is beyond the generator."),
        _ => c.ToString(),
    };

    private string One(string set) => set.Length == 0 ? "" : set[_random.Below(set.Length)].ToString();
}
