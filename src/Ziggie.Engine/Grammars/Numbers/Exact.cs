using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ziggie.Engine.Grammars.Numbers;

/// <summary>An exact decimal number, so that 0.1 is what was written.</summary>
/// <param name="Scale">Digits after the point; the last is not 0.</param>
internal readonly record struct Exact(BigInteger Unscaled, int Scale)
{
    private const int MaxDigits = 400;

    /// <exception cref="GrammarException">It is no number, or one of hundreds of digits.</exception>
    public static Exact Read(string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number) throw new GrammarException(path, "must be a number.");
        var text = value.GetRawText();
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && (!int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxDigits))
            throw new GrammarException(path, "is too large or too small a number for a grammar; leave it out.");
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        if (mantissa.Length > MaxDigits) throw new GrammarException(path, "has too many digits for a grammar.");
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : mantissa.Length - point - 1;
        return Of(BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), scale - exponent);
    }

    public static Exact Of(BigInteger unscaled, int scale)
    {
        for (; scale < 0; scale++) unscaled *= 10;
        for (; scale > 0 && unscaled % 10 == 0; scale--) unscaled /= 10;
        return new Exact(unscaled, scale);
    }

    public BigInteger Floor => Scale == 0 ? Unscaled : (Unscaled - Remainder) / BigInteger.Pow(10, Scale);

    public BigInteger Ceiling => Scale == 0 ? Unscaled : Floor + 1;

    /// <summary>The digits after the point, of a number that is not negative.</summary>
    public string Fraction => Scale == 0 ? "" : Remainder.ToString(CultureInfo.InvariantCulture).PadLeft(Scale, '0');

    public Exact Negated => new(-Unscaled, Scale);

    public int CompareTo(Exact other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return (Unscaled * BigInteger.Pow(10, scale - Scale)).CompareTo(other.Unscaled * BigInteger.Pow(10, scale - other.Scale));
    }

    /// <summary>Whether this is a whole number of those.</summary>
    public bool IsMultipleOf(Exact other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return Unscaled * BigInteger.Pow(10, scale - Scale) % (other.Unscaled * BigInteger.Pow(10, scale - other.Scale)) == 0;
    }

    private BigInteger Remainder => ((Unscaled % BigInteger.Pow(10, Scale)) + BigInteger.Pow(10, Scale)) % BigInteger.Pow(10, Scale);
}
