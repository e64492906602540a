using System.Text;

namespace Ziggie.Tests.Support;

/// <summary>Writes random texts of the language, as a model would that knows nothing.</summary>
internal sealed partial class GbnfMatcher
{
    private const int Deep = 40;
    private const int Endless = 1 << 20;

    private Dictionary<string, int>? _depths;

    public string Sample(Random random)
    {
        _depths ??= Depths();
        var text = new StringBuilder();
        Write(_rules["root"], random, text, 0);
        return text.ToString();
    }

    private void Write(Node node, Random random, StringBuilder text, int depth)
    {
        switch (node)
        {
            case Char one: text.Append(new Rune(Pick(one, random))); break;
            case Name name: Write(_rules[name.Rule], random, text, depth + 1); break;
            case Sequence sequence:
                foreach (var part in sequence.Parts) Write(part, random, text, depth);
                break;
            case Choice choice:
                // Deep down the shortest way out is taken.
                Write(depth < Deep ? choice.Options[random.Next(choice.Options.Count)] : choice.Options.MinBy(o => Depth(o, _depths!))!, random, text, depth);
                break;
            case Repeat repeat:
                var more = depth < Deep ? Math.Min(random.Next(4), (repeat.Max ?? long.MaxValue) - repeat.Min) : 0;
                for (var i = 0; i < repeat.Min + more; i++) Write(repeat.Part, random, text, depth);
                break;
        }
    }

    private static int Pick(Char one, Random random)
    {
        if (!one.Negated)
        {
            var (first, last) = one.Ranges[random.Next(one.Ranges.Count)];
            return random.Next(first, last + 1);
        }
        while (true)
        {
            var point = random.Next(4) == 0 ? random.Next(0x20, 0xD800) : random.Next(0x20, 0x7F);
            if (one.Fits(point)) return point;
        }
    }

    private Dictionary<string, int> Depths()
    {
        var depths = _rules.Keys.ToDictionary(r => r, _ => Endless);
        bool grown;
        do
        {
            grown = false;
            foreach (var (name, body) in _rules)
            {
                var depth = Math.Min(Endless, Depth(body, depths) + 1);
                grown |= depth < depths[name];
                depths[name] = Math.Min(depths[name], depth);
            }
        }
        while (grown);
        return depths;
    }

    private static int Depth(Node node, Dictionary<string, int> depths) => node switch
    {
        Name name => depths[name.Rule],
        Sequence sequence => sequence.Parts.Select(p => Depth(p, depths)).DefaultIfEmpty(0).Max(),
        Choice choice => choice.Options.Min(o => Depth(o, depths)),
        Repeat { Min: 0 } => 0,
        Repeat repeat => Depth(repeat.Part, depths),
        _ => 0,
    };
}
