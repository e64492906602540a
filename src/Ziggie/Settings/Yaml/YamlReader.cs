using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ziggie.Settings;

/// <summary>
/// Turns YAML text into nodes that know their line. Works on the parser's events, so that depth, size and what aliases
/// multiply are bounded before anything is built.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 20_000;

    private readonly Func<Mark, SettingOrigin> _origin;
    private readonly List<SettingProblem> _errors;
    private readonly Dictionary<string, (ConfigNode Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _parser;
    private int _nodes;

    private YamlReader(string text, Func<Mark, SettingOrigin> origin, List<SettingProblem> errors)
    {
        _parser = new Parser(new StringReader(text));
        _origin = origin;
        _errors = errors;
    }

    /// <summary>The document's root; null for an empty text, or after an error was added that leaves nothing to go on with.</summary>
    public static ConfigNode? Read(string text, Func<int, int, SettingOrigin> place, List<SettingProblem> errors)
    {
        SettingOrigin Origin(Mark mark) => place((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
        try
        {
            return new YamlReader(text, Origin, errors).ReadDocument();
        }
        catch (YamlException e)
        {
            errors.Add(new SettingProblem(Origin(e.Start), "", Describe(e)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser answers some broken texts with exceptions that are not its own.
            errors.Add(new SettingProblem(place(1, 1), "", "This is not valid YAML; check indentation, brackets and quotes."));
        }
        return null;
    }

    private ConfigNode? ReadDocument()
    {
        _parser.MoveNext();
        while (_parser.Current is StreamStart or DocumentStart) _parser.MoveNext();
        if (_parser.Current is null or StreamEnd) return null;
        var root = ReadNode(0);
        while (_parser.Current is DocumentEnd) _parser.MoveNext();
        if (_parser.Current is DocumentStart second)
            throw new YamlException(second.Start, second.End, "a second document begins here; keep everything in one and remove the '---'");
        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        var current = _parser.Current ?? throw new YamlException("the text ends too early");
        if (depth > MaxDepth) throw new YamlException(current.Start, current.End, $"nested more than {MaxDepth} levels deep");
        Count(1, current);
        var before = _nodes;
        ConfigNode node;
        switch (current)
        {
            case AnchorAlias alias:
                return ReadAlias(alias);
            case Scalar scalar:
                _parser.MoveNext();
                node = new ScalarNode(_origin(scalar.Start), scalar.Value, IsNull(scalar));
                break;
            case SequenceStart:
                node = ReadList(depth);
                break;
            case MappingStart:
                node = ReadMap(depth);
                break;
            default:
                throw new YamlException(current.Start, current.End, "a value is expected here");
        }
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored) _anchors[anchored.Anchor.Value] = (node, _nodes - before + 1);
        return node;
    }

    private ConfigNode ReadAlias(AnchorAlias alias)
    {
        _parser.MoveNext();
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw new YamlException(alias.Start, alias.End, $"no anchor '&{alias.Value.Value}' stands before this '*{alias.Value.Value}'");
        Count(target.Size, alias);
        return target.Node.Clone();
    }

    private ListNode ReadList(int depth)
    {
        var list = new ListNode(_origin(_parser.Current!.Start), []);
        _parser.MoveNext();
        while (_parser.Current is not SequenceEnd) list.Items.Add(ReadNode(depth + 1));
        _parser.MoveNext();
        return list;
    }

    private MapNode ReadMap(int depth)
    {
        var map = new MapNode(_origin(_parser.Current!.Start));
        List<ConfigNode>? merged = null;
        _parser.MoveNext();
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be plain text");
            var origin = _origin(key.Start);
            _parser.MoveNext();
            var value = ReadNode(depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain }) (merged ??= []).Add(value);
            else if (!map.Entries.TryAdd(key.Value, new MapEntry(origin, value)))
                _errors.Add(new SettingProblem(origin, Cut(key.Value), $"This key stands here twice, first on line {map.Entries[key.Value].Origin.Line}; keep one."));
        }
        _parser.MoveNext();
        foreach (var node in merged ?? []) Merge(map, node);
        return map;
    }

    /// <summary>YAML's <c>&lt;&lt;: *defaults</c>: keys that the section does not have itself.</summary>
    private void Merge(MapNode map, ConfigNode from)
    {
        if (from is ListNode list)
        {
            foreach (var item in list.Items) Merge(map, item);
        }
        else if (from is MapNode other)
        {
            foreach (var (key, entry) in other.Entries) map.Entries.TryAdd(key, entry);
        }
        else
        {
            _errors.Add(new SettingProblem(from.Origin, "<<", "Only a section can be merged; write \"<<: *anchor\" with the anchor on a section."));
        }
    }

    private void Count(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes) throw new YamlException(at.Start, at.End, $"more than {MaxNodes} values, aliases counted as what they stand for");
    }

    private static bool IsNull(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    private static string Cut(string key) => key.Length <= 60 ? key : key[..60] + "…";

    /// <summary>The parser's own words, without the position that it puts before them.</summary>
    private static string Describe(YamlException e)
    {
        var message = e.InnerException is null ? e.Message : "the text cannot be read";
        var close = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        if (close >= 0) message = message[(close + 3)..];
        return $"This is not valid YAML: {message.TrimEnd('.')}. Check indentation, brackets and quotes around it.";
    }
}
