using Ziggie.Engine.Grammars.Numbers;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>
/// Makes rules of schemas. Its unit is a list of schemas that must all hold: <c>allOf</c>, references and the parts of one property that
/// several schemas describe are such lists, and <c>anyOf</c> is one such list per branch. Each list has one rule, so recursion ends.
/// </summary>
internal sealed class SchemaRules
{
    private const int MaxDepth = 200;

    private readonly GrammarBuilder _rules;
    private readonly JsonRules _json;
    private readonly SchemaReader _reader;
    private readonly SchemaCheck _check;
    private readonly SchemaOverlap _overlap;
    private readonly NumberRules _numbers;
    private readonly TextRules _texts;
    private readonly ObjectRules _objects;
    private readonly ArrayRules _arrays;
    private readonly Finiteness _finite = new();
    private readonly Dictionary<string, string?> _known = [];
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _countedOn = [];
    private readonly HashSet<string> _impossible = [];
    private HashSet<string> _inPlace = [];
    private bool _again;
    private int _depth;

    public SchemaRules(GrammarBuilder rules, SchemaDocument document)
    {
        _rules = rules;
        _json = new JsonRules(rules);
        _reader = new SchemaReader(document);
        _check = new SchemaCheck(_reader);
        _overlap = new SchemaOverlap(_reader, _check);
        _numbers = new NumberRules(rules, _json);
        _texts = new TextRules(rules, _json);
        _objects = new ObjectRules(rules, _json, this);
        _arrays = new ArrayRules(rules, _json, this);
    }

    /// <summary>The rule of the whole.</summary>
    public string Root(SchemaTerm root)
    {
        string? symbol;
        do
        {
            // What turned out impossible while others already counted on it is known from the start the next time.
            _again = false;
            foreach (var key in _known.Keys.Except(_impossible).ToList()) _known.Remove(key);
            _finite.Clear();
            symbol = Symbol([root], "value");
        }
        while (_again);
        if (symbol is null) throw new GrammarException(root.Path, $"Nothing can satisfy this schema{Reason()}");
        if (_finite.Endless(symbol) is { } path) throw new GrammarException(path, "Every value of this holds another one inside, without end. Make the inner one optional, or let it be null.");
        return GrammarText.IsWord(symbol[0]) ? symbol : _rules.Add("value", symbol);
    }

    /// <summary>Where something was found that no value satisfies, and why.</summary>
    public void Impossible(string path, string why) => _why ??= (path, why);

    /// <summary>A name, literal or class for what satisfies all of these; null where nothing does.</summary>
    /// <param name="hint">What to call the rule.</param>
    public string? Symbol(IReadOnlyList<SchemaTerm> terms, string hint)
    {
        if (_reader.Read(terms) is not { } all) return null;
        if (all.Plain.Count == 0 && all.Choices.Count == 0) return _json.Value;
        if (all.Choices.Count == 0 && new SchemaFacts(all.Plain) is var facts && (facts.Values is not null || (facts.Kinds & (Kinds.Object | Kinds.Array)) == 0))
            return Combined(OfFacts(facts, hint), hint);

        var key = string.Join('\n', terms.Select(t => t.Key).Distinct());
        if (_known.TryGetValue(key, out var known))
        {
            if (_open.Contains(key)) _countedOn.Add(key);
            return known;
        }
        if (++_depth > MaxDepth) throw new GrammarException(terms[^1].Path, $"is nested more than {MaxDepth} deep.");
        var name = _rules.Reserve(hint);
        _known[key] = name;
        _open.Add(key);
        _finite.Begin(name, terms[^1].Path);
        var symbols = all.Choices.Count > 0 ? OfChoices(all, hint, name) : OfFacts(new SchemaFacts(all.Plain), hint, name);
        _depth--;
        _open.Remove(key);
        if (symbols.Count == 0)
        {
            _again |= _countedOn.Contains(key);
            _impossible.Add(key);
            return _known[key] = null;
        }
        _rules.Define(name, string.Join(" | ", symbols));
        return name;
    }

    private string? Combined(List<string> symbols, string hint) => symbols.Count switch
    {
        0 => null,
        1 => symbols[0],
        _ => _rules.Add(hint, string.Join(" | ", symbols)),
    };

    private List<string> OfChoices(Conjunction all, string hint, string owner)
    {
        foreach (var choice in all.Choices.Where(c => c.Exclusive)) _overlap.Refuse(all.Plain, choice);
        var symbols = new List<string>();
        _inPlace.Add(owner);
        foreach (var way in all.Ways())
        {
            // A branch that is the whole again adds nothing to it.
            if (Symbol(way, hint) is not { } symbol || symbol == owner || symbols.Contains(symbol)) continue;
            if (_inPlace.Contains(symbol)) throw new GrammarException(all.Choices[0].Path, "comes back to itself with nothing in between, so it says nothing.");
            symbols.Add(symbol);
            _finite.Way(owner, [symbol]);
        }
        _inPlace.Remove(owner);
        return symbols;
    }

    private List<string> OfFacts(SchemaFacts facts, string hint, string? owner = null)
    {
        if (facts.Values is { } values)
        {
            var literals = values.Where(v => _check.Holds(facts, v)).Select(_json.Literal).Distinct().ToList();
            if (literals.Count == 0) Impossible(facts.Path, "none of the values that are listed fits the rest");
            return literals;
        }
        var symbols = new List<string>();
        var outside = _inPlace;
        // Inside an object or array, coming back is recursion as it should be.
        _inPlace = [];
        if (facts.Kinds == Kinds.None) Impossible(facts.Path, $"no type is left of those at {string.Join(" and ", facts.With("type").Select(t => t.Below("type")))}");
        if (facts.Kinds.HasFlag(Kinds.Object)) Add(_objects.Body(ObjectShape.Of(facts), owner!, facts.Path), isPlain: false);
        if (facts.Kinds.HasFlag(Kinds.Array)) Add(_arrays.Body(ArrayShape.Of(facts), hint, owner!, facts.Path), isPlain: false);
        if (facts.Kinds.HasFlag(Kinds.Text)) Add(_texts.Rule(facts), "minLength, maxLength and pattern leave no string");
        if (facts.Kinds.HasFlag(Kinds.Integer)) Add(_numbers.Rule(facts, whole: !facts.Kinds.HasFlag(Kinds.Fraction)), "its bounds leave no number");
        if (facts.Kinds.HasFlag(Kinds.Boolean)) Add(_json.Boolean);
        if (facts.Kinds.HasFlag(Kinds.Null)) Add(JsonRules.Null);
        _inPlace = outside;
        return symbols;

        void Add(string? symbol, string? whyNone = null, bool isPlain = true)
        {
            if (symbol is not null)
            {
                symbols.Add(symbol);
                // Objects and arrays have told what they need inside.
                if (owner is not null && isPlain) _finite.Way(owner, []);
            }
            else if (whyNone is not null)
            {
                Impossible(facts.Path, whyNone);
            }
        }
    }

    /// <summary>Notes what a rule's value must hold inside.</summary>
    public void Needs(string owner, IReadOnlyList<string> symbols) => _finite.Way(owner, symbols);

    private string Reason() => _why is { } why ? $": at {why.Path}, {why.Why}." : ".";

    private (string Path, string Why)? _why;
}
