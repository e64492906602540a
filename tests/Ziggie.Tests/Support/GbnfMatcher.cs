using System.Globalization;
using System.Text;

namespace Ziggie.Tests.Support;

/// <summary>
/// Reads llama.cpp's grammar notation and tells whether a text is in the language. Refuses what llama.cpp refuses: undefined rules, left
/// recursion, repetitions beyond 2000.
/// </summary>
internal sealed partial class GbnfMatcher
{
    private const long MaxRepeat = 2000;

    private readonly Dictionary<string, Node> _rules = [];
    private readonly Dictionary<(Node, int), int[]> _ends = new(ReferencePair.Instance);
    private int[] _text = [];

    public GbnfMatcher(string grammar)
    {
        var reader = new Reader(grammar);
        while (reader.Rule() is { } rule) Assert.True(_rules.TryAdd(rule.Name, rule.Body), $"{rule.Name} is there twice");
        Assert.Contains("root", _rules.Keys);
        foreach (var rule in _rules.Values)
            foreach (var name in rule.Names()) Assert.True(_rules.ContainsKey(name), $"{name} is not defined");
        foreach (var name in _rules.Keys) RefuseLeftRecursion(name);
    }

    public int Rules => _rules.Count;

    public bool Matches(string text)
    {
        _text = [.. text.EnumerateRunes().Select(r => r.Value)];
        _ends.Clear();
        return Ends(_rules["root"], 0).Contains(_text.Length);
    }

    /// <summary>Where a match of the node that starts here may end.</summary>
    private int[] Ends(Node node, int at)
    {
        if (node is Char one) return at < _text.Length && one.Fits(_text[at]) ? [at + 1] : [];
        if (_ends.TryGetValue((node, at), out var known)) return known;
        int[] ends = node switch
        {
            Name name => Ends(_rules[name.Rule], at),
            Sequence sequence => sequence.Parts.Aggregate((int[])[at], (starts, part) => [.. starts.SelectMany(s => Ends(part, s)).Distinct()]),
            Choice choice => [.. choice.Options.SelectMany(o => Ends(o, at)).Distinct()],
            Repeat repeat => Times(repeat, at),
            _ => throw new InvalidOperationException(),
        };
        return _ends[(node, at)] = ends;
    }

    private int[] Times(Repeat repeat, int at)
    {
        var ends = new HashSet<int>();
        int[] starts = [at];
        var seen = new HashSet<int>();
        for (long i = 0; i <= (repeat.Max ?? long.MaxValue) && starts.Length > 0; i++)
        {
            if (i >= repeat.Min)
            {
                ends.UnionWith(starts);
                // Once the least is reached, a place that was reached before leads nowhere new, if there is no bound.
                if (repeat.Max is null) starts = [.. starts.Where(seen.Add)];
            }
            starts = [.. starts.SelectMany(s => Ends(repeat.Part, s)).Distinct()];
        }
        return [.. ends];
    }

    private void RefuseLeftRecursion(string name)
    {
        var seen = new HashSet<string>();
        var left = new Stack<string>(First(_rules[name]));
        while (left.TryPop(out var next))
        {
            Assert.True(next != name, $"{name} is left recursive");
            if (!seen.Add(next)) continue;
            foreach (var first in First(_rules[next])) left.Push(first);
        }
    }

    /// <summary>Rules that a match may begin with.</summary>
    private IEnumerable<string> First(Node node) => node switch
    {
        Name name => [name.Rule],
        Sequence sequence => sequence.Parts.Take(sequence.Parts.TakeWhile(p => MayBeEmpty(p, [])).Count() + 1).SelectMany(First),
        Choice choice => choice.Options.SelectMany(First),
        // Several of what may be empty begin with themselves.
        Repeat repeat when repeat.Max is null && MayBeEmpty(repeat.Part, []) => throw new InvalidOperationException("What may be empty repeats without end."),
        Repeat repeat => First(repeat.Part),
        _ => [],
    };

    private bool MayBeEmpty(Node node, HashSet<string> within) => node switch
    {
        Name name => within.Add(name.Rule) && MayBeEmpty(_rules[name.Rule], within),
        Sequence sequence => sequence.Parts.All(p => MayBeEmpty(p, [.. within])),
        Choice choice => choice.Options.Any(o => MayBeEmpty(o, [.. within])),
        Repeat repeat => repeat.Min == 0 || MayBeEmpty(repeat.Part, within),
        _ => false,
    };

    private abstract class Node
    {
        public virtual IEnumerable<string> Names() => [];
    }

    private sealed class Char(IReadOnlyList<(int First, int Last)> ranges, bool negated) : Node
    {
        public IReadOnlyList<(int First, int Last)> Ranges => ranges;
        public bool Negated => negated;

        public bool Fits(int point) => ranges.Any(r => r.First <= point && point <= r.Last) != negated;
    }

    private sealed class Name(string rule) : Node
    {
        public string Rule => rule;

        public override IEnumerable<string> Names() => [rule];
    }

    private sealed class Sequence(IReadOnlyList<Node> parts) : Node
    {
        public IReadOnlyList<Node> Parts => parts;

        public override IEnumerable<string> Names() => parts.SelectMany(p => p.Names());
    }

    private sealed class Choice(IReadOnlyList<Node> options) : Node
    {
        public IReadOnlyList<Node> Options => options;

        public override IEnumerable<string> Names() => options.SelectMany(o => o.Names());
    }

    private sealed class Repeat(Node part, long min, long? max) : Node
    {
        public Node Part => part;
        public long Min => min;
        public long? Max => max;

        public override IEnumerable<string> Names() => part.Names();
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public (string Name, Node Body)? Rule()
        {
            Space(lines: true);
            if (_at == text.Length) return null;
            var name = Word();
            Space(lines: false);
            Assert.Equal("::=", text.Substring(_at, 3));
            _at += 3;
            Space(lines: true);
            var body = Options(nested: false);
            Assert.True(_at == text.Length || text[_at] == '\n', $"a rule's end is expected at: {Here}");
            return (name, body);
        }

        private string Here => text[_at..Math.Min(text.Length, _at + 40)];

        private Choice Options(bool nested)
        {
            var options = new List<Node> { Parts(nested) };
            while (_at < text.Length && text[_at] == '|')
            {
                _at++;
                Space(lines: true);
                options.Add(Parts(nested));
            }
            return new Choice(options);
        }

        private Sequence Parts(bool nested)
        {
            var parts = new List<Node>();
            while (_at < text.Length)
            {
                Node part;
                switch (text[_at])
                {
                    case '"': part = Literal(); break;
                    case '[': part = Class(); break;
                    case '(':
                        _at++;
                        Space(lines: true);
                        part = Options(nested: true);
                        Assert.True(_at < text.Length && text[_at] == ')', $"a ) is expected at: {Here}");
                        _at++;
                        break;
                    case '.':
                        _at++;
                        part = new Char([(0, 0x10FFFF)], negated: false);
                        break;
                    case var c when char.IsAsciiLetterOrDigit(c) || c == '-': part = new Name(Word()); break;
                    default: return new Sequence(parts);
                }
                Space(nested);
                while (_at < text.Length && text[_at] is '*' or '+' or '?' or '{')
                {
                    part = Repeated(part);
                    Space(nested);
                }
                parts.Add(part);
            }
            return new Sequence(parts);
        }

        private Repeat Repeated(Node part)
        {
            switch (text[_at++])
            {
                case '*': return new Repeat(part, 0, null);
                case '+': return new Repeat(part, 1, null);
                case '?': return new Repeat(part, 0, 1);
            }
            var close = text.IndexOf('}', _at);
            var bounds = text[_at..close].Split(',');
            _at = close + 1;
            var min = long.Parse(bounds[0], CultureInfo.InvariantCulture);
            long? max = bounds.Length == 1 ? min : bounds[1].Length == 0 ? null : long.Parse(bounds[1], CultureInfo.InvariantCulture);
            Assert.True(min <= MaxRepeat && !(max > MaxRepeat) && !(max < min), $"the repetition {{{string.Join(',', bounds)}}} is out of bounds");
            return new Repeat(part, min, max);
        }

        private Sequence Literal()
        {
            _at++;
            var parts = new List<Node>();
            while (text[_at] != '"')
            {
                var point = Point();
                parts.Add(new Char([(point, point)], negated: false));
            }
            _at++;
            return new Sequence(parts);
        }

        private Char Class()
        {
            _at++;
            var negated = text[_at] == '^';
            if (negated) _at++;
            var ranges = new List<(int, int)>();
            while (text[_at] != ']')
            {
                var first = Point();
                if (text[_at] != '-' || text[_at + 1] == ']')
                {
                    ranges.Add((first, first));
                    continue;
                }
                _at++;
                ranges.Add((first, Point()));
            }
            _at++;
            return new Char(ranges, negated);
        }

        private int Point()
        {
            if (text[_at] != '\\')
            {
                var rune = Rune.GetRuneAt(text, _at);
                _at += rune.Utf16SequenceLength;
                return rune.Value;
            }
            var escape = text[_at + 1];
            _at += 2;
            var digits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0) return escape switch { 't' => '\t', 'r' => '\r', 'n' => '\n', '\\' or '"' or '[' or ']' => escape, _ => throw new InvalidOperationException($"\\{escape} is no escape") };
            _at += digits;
            return int.Parse(text.AsSpan(_at - digits, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        private string Word()
        {
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '-')) _at++;
            Assert.True(_at > start, $"a name is expected at: {Here}");
            return text[start.._at];
        }

        private void Space(bool lines)
        {
            while (_at < text.Length && (text[_at] is ' ' or '\t' || (lines && text[_at] is '\n' or '\r'))) _at++;
        }
    }

    private sealed class ReferencePair : IEqualityComparer<(Node, int)>
    {
        public static ReferencePair Instance { get; } = new();

        public bool Equals((Node, int) x, (Node, int) y) => ReferenceEquals(x.Item1, y.Item1) && x.Item2 == y.Item2;

        public int GetHashCode((Node, int) pair) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Item1), pair.Item2);
    }
}
