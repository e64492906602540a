namespace Ziggie.Tests.Support;

/// <summary>A SentencePiece vocabulary: marks, all bytes, printable ASCII, a few words, and pieces of a text to say.</summary>
internal sealed class TinyVocabulary
{
    public const int Unknown = 0;
    public const int Begin = 1;
    public const int End = 2;

    public const int Normal = 1;
    private const int UnknownType = 2;
    private const int Control = 3;
    public const int Byte = 6;

    private static readonly string[] s_words = ["the", "and", "was", "little", "one", "day", "time", "upon", "Once", "there", "said", "he", "she"];

    private readonly List<string> _pieces = [];
    private readonly List<int> _types = [];
    private readonly List<float> _scores = [];

    public TinyVocabulary(string? says = null)
    {
        Add("<unk>", UnknownType);
        Add("<s>", Control);
        Add("</s>", Control);
        Add("<|im_start|>", Control);
        Add("<|im_end|>", Control);
        for (var b = 0; b < 256; b++) Add($"<0x{b:X2}>", Byte);
        FirstText = _pieces.Count;
        Add("▁", Normal);
        for (var c = '!'; c <= '~'; c++) Add(c.ToString(), Normal);
        // A word is found by merging, so each of its beginnings is a piece as well.
        foreach (var word in s_words)
            for (var length = 1; length <= word.Length; length++) Add("▁" + word[..length], Normal);
        if (says is not null) Said = [.. Split(says).Select(piece => Add(piece, Normal, score: -1e6f))];
    }

    public IReadOnlyList<string> Pieces => _pieces;
    public IReadOnlyList<int> Types => _types;
    public IReadOnlyList<float> Scores => _scores;

    /// <summary>The first piece that is neither mark nor byte.</summary>
    public int FirstText { get; }

    /// <summary>The pieces of the text to say, in order.</summary>
    public IReadOnlyList<int> Said { get; } = [];

    private int Add(string piece, int type, float? score = null)
    {
        var known = _pieces.IndexOf(piece);
        if (known >= 0) return known;
        _pieces.Add(piece);
        _types.Add(type);
        _scores.Add(score ?? (type == Normal ? -_pieces.Count : 0));
        return _pieces.Count - 1;
    }

    /// <summary>Into pieces that are all different and new, as short as that allows.</summary>
    private List<string> Split(string text)
    {
        var pieces = new List<string>();
        // In this kind of vocabulary a space is written so.
        var rest = text.Replace(' ', '▁');
        while (rest.Length > 0)
        {
            var length = Math.Min(2, rest.Length);
            while (length < rest.Length && IsTaken(rest[..length], pieces)) length++;
            // A surrogate pair stays together.
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1])) length++;
            pieces.Add(rest[..length]);
            rest = rest[length..];
        }
        // The end may repeat what came before, so it goes with its neighbours until it does not.
        while (pieces.Count > 1 && (_pieces.Contains(pieces[^1]) || pieces.IndexOf(pieces[^1]) < pieces.Count - 1))
        {
            pieces[^2] += pieces[^1];
            pieces.RemoveAt(pieces.Count - 1);
        }
        return pieces;
    }

    private bool IsTaken(string piece, List<string> said) => _pieces.Contains(piece) || said.Contains(piece);
}
