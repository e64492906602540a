using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Grammars;

/// <summary>Collects the rules of a grammar, as many and as large as llama.cpp can take up in reasonable time.</summary>
public sealed class GrammarBuilder
{
    private const int MaxRules = 20_000;
    private const int MaxLength = 1 << 20;

    // llama.cpp refuses repetitions beyond 2000, and takes an upper bound beyond as none at all.
    private const int MaxRepeat = 2000;
    private const int Block = 1000;

    private readonly Dictionary<string, string?> _bodies = [];
    private readonly Dictionary<string, string> _byBody = [];
    private readonly Dictionary<string, int> _taken = [];
    private readonly List<string> _order = [];
    private int _length;

    /// <summary>A rule of this body; one that is there already is not made again.</summary>
    /// <param name="hint">What to call it; a number is added where the name is taken.</param>
    /// <returns>Its name.</returns>
    public string Add(string hint, string body)
    {
        if (_byBody.TryGetValue(body, out var name)) return name;
        name = Reserve(hint);
        Define(name, body);
        _byBody[body] = name;
        return name;
    }

    /// <summary>A name for a rule that is defined later, so that it can refer to itself.</summary>
    public string Reserve(string hint)
    {
        var plain = string.Concat(hint.Where(GrammarText.IsWord).Take(40)).Trim('-').ToLowerInvariant();
        if (plain.Length == 0 || !char.IsAsciiLetter(plain[0])) plain = $"r{plain}";
        var name = plain;
        while (name == "root" || _bodies.ContainsKey(name))
        {
            _taken[plain] = _taken.GetValueOrDefault(plain, 1) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}-{_taken[plain]}");
        }
        if (_bodies.Count == MaxRules) throw TooLarge();
        _bodies[name] = null;
        _order.Add(name);
        return name;
    }

    public void Define(string name, string body)
    {
        if ((_length += name.Length + body.Length) > MaxLength) throw TooLarge();
        _bodies[name] = body;
    }

    /// <summary>A name, literal or class, so many times over.</summary>
    /// <param name="max">Null: without bound.</param>
    public string Repeat(string symbol, long min, long? max)
    {
        if (max is not { } most) return min == 0 ? $"{symbol}*" : min == 1 ? $"{symbol}+" : $"{Exactly(symbol, min)} {symbol}*";
        if (most == 0) return "\"\"";
        if (min == most) return Exactly(symbol, min);
        if (most <= MaxRepeat) return string.Create(CultureInfo.InvariantCulture, $"{symbol}{{{min},{most}}}");
        return min == 0 ? AtMost(symbol, most) : $"{Exactly(symbol, min)} {AtMost(symbol, most - min)}";
    }

    /// <summary>The grammar that begins with this rule, with what it refers to and nothing else.</summary>
    public string Build(string root)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([root]);
        while (left.TryPop(out var name))
        {
            if (!reached.Add(name)) continue;
            var body = _bodies.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The rule {name} is not defined.");
            foreach (var reference in GrammarText.References(body)) left.Push(reference);
        }
        var text = new StringBuilder($"root ::= {root}\n");
        foreach (var name in _order.Where(reached.Contains)) text.Append(name).Append(" ::= ").Append(_bodies[name]).Append('\n');
        return text.ToString();
    }

    private string Exactly(string symbol, long count)
    {
        if (count == 1) return symbol;
        if (count <= MaxRepeat) return string.Create(CultureInfo.InvariantCulture, $"{symbol}{{{count}}}");
        var block = Exactly(BlockOf(symbol), count / Block);
        return count % Block == 0 ? block : $"{block} {Exactly(symbol, count % Block)}";
    }

    /// <summary>Blocks, one fewer than fit, and then up to the rest and that one: so every count is met, mostly in one way.</summary>
    private string AtMost(string symbol, long count) => count <= MaxRepeat - 1
        ? string.Create(CultureInfo.InvariantCulture, $"{symbol}{{0,{count}}}")
        : $"{AtMost(BlockOf(symbol), count / Block - 1)} {AtMost(symbol, Block + count % Block)}";

    private string BlockOf(string symbol) => Add("block", $"{symbol}{{{Block}}}");

    private static GrammarException TooLarge() => new("", $"The grammar grows beyond {MaxRules} rules or {MaxLength >> 10} KiB. Ask for less: fewer alternatives, properties or choices at once.");
}
