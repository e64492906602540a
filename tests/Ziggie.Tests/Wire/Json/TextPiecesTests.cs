using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Wire.Json;

namespace Ziggie.Tests.Wire;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("""  "\"\\\/\b\f\n\r\t" """, "\"\\/\b\f\n\r\t")]
    [InlineData("""  "\u0041\u00e5\u20AC\uD83D\uDC08" """, "Aå€🐈")]
    [InlineData("""  "\udc08x" """, "\uFFFDx")]
    [InlineData("""  "\ud83dx" """, "\uFFFDx")]
    [InlineData("""  "\ud83d" """, "\uFFFD")]
    [InlineData("""  "\ud83d\ud83d\udc08" """, "\uFFFD🐈")]
    [InlineData("null", "")]
    [InlineData("12", "")]
    public void Unescapes(string json, string expected) => Assert.Equal(expected, Join(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Broken_bytes_are_replaced() =>
        Assert.Equal("a\uFFFDb\uFFFD", Join([(byte)'"', (byte)'a', 0xFF, (byte)'b', 0xC3, (byte)'"']));

    [Fact]
    public void Text_cut_anywhere_comes_whole()
    {
        var texts = Gen.Elements("a", "å", "€", "🐈", "\uFFFD").ListOf().Select(string.Concat);
        var cases = from text in texts from cuts in Gen.Choose(0, 100).ListOf() from escaped in Gen.Elements(true, false) select (text, cuts, escaped);

        Prop.ForAll(cases.ToArbitrary(), c => Assert.Equal(c.text, Join(c.escaped ? CutUnits(c.text, c.cuts) : CutBytes(c.text, c.cuts)))).QuickCheckThrowOnFailure();
    }

    private static string Join(params byte[][] jsons)
    {
        var pieces = new TextPieces();
        var all = new List<byte>();
        foreach (var json in jsons)
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            all.AddRange(pieces.Take(ref reader));
        }
        all.AddRange(pieces.Flush());
        return new UTF8Encoding(false, true).GetString([.. all]);
    }

    /// <summary>Pieces cut between bytes, as a server that thinks in bytes sends them.</summary>
    private static byte[][] CutBytes(string text, IEnumerable<int> cuts) =>
        [.. Pieces(Encoding.UTF8.GetBytes(text), cuts).Select(p => (byte[])[(byte)'"', .. p, (byte)'"'])];

    /// <summary>Pieces cut between UTF-16 units, escaped, as a server that thinks in those sends them.</summary>
    private static byte[][] CutUnits(string text, IEnumerable<int> cuts) =>
        [.. Pieces(text.ToCharArray(), cuts).Select(p => Encoding.ASCII.GetBytes($"\"{string.Concat(p.Select(u => $"\\u{(int)u:x4}"))}\""))];

    private static IEnumerable<T[]> Pieces<T>(T[] all, IEnumerable<int> cuts)
    {
        var at = cuts.Select(cut => all.Length == 0 ? 0 : cut % all.Length).Append(0).Append(all.Length).Distinct().Order().ToList();
        return at.Zip(at.Skip(1), (from, to) => all[from..to]);
    }
}
