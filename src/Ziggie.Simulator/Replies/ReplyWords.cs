using System.Collections;
using System.Text;

namespace Ziggie.Simulator.Replies;

/// <summary>The tokens of a text, filled up to any length with words made as they are asked for: the same ones each time, and never all in memory.</summary>
/// <param name="own">The text's own tokens, said first.</param>
/// <param name="count">How many in all.</param>
/// <param name="seed">What the words after the own ones are drawn from.</param>
/// <param name="rest">A last, cut one.</param>
internal sealed class ReplyWords(List<string> own, int count, ulong seed = 0, string? rest = null) : IEnumerable<string>
{
    private const int Searched = 4096;

    public int Count => rest is null ? count : count + 1;

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Math.Min(count, own.Count); i++) yield return own[i];
        var random = new Rng(seed);
        for (var i = own.Count; i < count; i++) yield return ReplyText.Fill(random);
        if (rest is not null) yield return rest;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What comes before the first stop string, and that one; everything where there is none.</summary>
    public (ReplyWords Words, string? Stop) UpTo(IEnumerable<string> stops)
    {
        var candidates = stops.Where(s => s.Length > 0).ToList();
        return candidates.Count > 0 && Find(candidates) is (var at, var stop) ? (Cut(at), stop) : (this, null);
    }

    private ReplyWords Cut(long length)
    {
        var whole = 0;
        foreach (var word in this)
        {
            if (word.Length > length) return new ReplyWords(own, whole, seed, length > 0 ? word[..(int)length] : null);
            length -= word.Length;
            whole++;
        }
        return this;
    }

    /// <summary>A window goes over the text, long enough for the longest stop string to show whole.</summary>
    private (long At, string Stop)? Find(List<string> stops)
    {
        var longest = stops.Max(s => s.Length);
        var window = new StringBuilder();
        using var words = GetEnumerator();
        for (long passed = 0; ;)
        {
            var more = true;
            while (window.Length < Math.Max(Searched, 2 * longest) && (more = words.MoveNext())) window.Append(words.Current);
            var text = window.ToString();
            var found = stops.Select(s => (At: text.IndexOf(s, StringComparison.Ordinal), Stop: s)).Where(f => f.At >= 0).DefaultIfEmpty((At: -1, Stop: "")).MinBy(f => f.At);
            // Near the window's end one that begins earlier may not show whole yet.
            if (found.At >= 0 && (!more || found.At + longest <= text.Length)) return (passed + found.At, found.Stop);
            if (!more) return null;
            var done = found.At >= 0 ? found.At : text.Length - longest + 1;
            window.Remove(0, done);
            passed += done;
        }
    }
}
