using System.Globalization;
using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BoolShape : Shape<bool>
{
    public override string Word => "`true` or `false`";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out bool value)
    {
        value = false;
        var text = reading.Text(node, path, "true or false");
        if (text is null) return false;
        if (bool.TryParse(text, out value)) return true;
        reading.Mismatch(node, path, "must be true or false");
        return false;
    }

    public override JsonNode? Show(bool value) => JsonValue.Create(value);

    public override JsonObject Schema() => OrVariable("boolean");
}

/// <summary>A whole number.</summary>
internal sealed class IntShape(int min, int max) : Shape<int>
{
    public override string Word => $"number, {min} to {max}";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out int value)
    {
        value = min;
        var text = reading.Text(node, path, "a whole number");
        if (text is null) return false;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max) return true;
        reading.Mismatch(node, path, $"must be a whole number from {min} to {max}");
        value = min;
        return false;
    }

    public override JsonNode? Show(int value) => JsonValue.Create(value);

    public override JsonObject Schema()
    {
        var schema = OrVariable("integer");
        schema["minimum"] = min;
        schema["maximum"] = max;
        return schema;
    }
}

/// <summary>A number that is not negative.</summary>
internal sealed class AmountShape : Shape<double>
{
    public override string Word => "number, not negative";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out double value)
    {
        value = 0;
        var text = reading.Text(node, path, "a number");
        if (text is null) return false;
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0) return true;
        reading.Mismatch(node, path, "must be a number, not negative, such as 0.25");
        value = 0;
        return false;
    }

    public override JsonNode? Show(double value) => JsonValue.Create(value);

    public override JsonObject Schema()
    {
        var schema = OrVariable("number");
        schema["minimum"] = 0;
        return schema;
    }
}

/// <summary>A number or time that may be left out without a default of its own.</summary>
internal sealed class OptionalShape<T>(Shape<T> inner) : Shape<T?>
    where T : struct
{
    public override string Word => inner.Word;

    public override bool TryRead(ConfigNode node, string path, Reading reading, out T? value)
    {
        var ok = inner.TryRead(node, path, reading, out var read);
        value = read;
        return ok;
    }

    public override JsonNode? Show(T? value) => value is null ? null : inner.Show(value.Value);

    public override JsonObject Schema() => inner.Schema();
}
