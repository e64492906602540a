namespace Ziggie.Engine.Gguf;

/// <summary>Looks up a file's metadata and refuses what no model can have.</summary>
internal sealed class ModelKeys
{
    /// <summary>The library's own limit.</summary>
    public const int MostLayers = 512;

    private const int LongestName = 256;
    private readonly GgufFile _file;
    private readonly string _name;

    public ModelKeys(GgufFile file)
    {
        _file = file;
        _name = Path.GetFileName(file.Parts[0].Path);
        Architecture = Text("general.architecture") is { Length: > 0 } architecture
            ? architecture
            : throw new GgufException(GgufFault.Damaged, $"{_name} does not say what model it is: the key general.architecture is missing. Get the file from another source.", key: "general.architecture");
    }

    public string Architecture { get; }

    public string? Text(string key) => _file.Metadata.GetValueOrDefault(key)?.Text;

    /// <summary>A text fit to be shown in one line.</summary>
    public string? Line(string key)
    {
        var text = Text(key)?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(text) ? null : text.Length <= LongestName ? text : text[..LongestName] + "…";
    }

    public long? Integer(string key) => _file.Metadata.GetValueOrDefault(key)?.Integer;

    /// <summary>A count of the model's architecture.</summary>
    public int Count(string key, int orElse = 0, int most = int.MaxValue) => Own(key) is { } value ? Checked(key, value, most) : orElse;

    /// <summary>One number for all layers or one for each; null where the key is missing.</summary>
    public int[]? PerLayer(string key, int layers)
    {
        if (Own(key) is not { } value) return null;
        if (value.Array is not { } list)
        {
            var all = new int[layers];
            Array.Fill(all, Checked(key, value, int.MaxValue));
            return all;
        }
        if (list.Kept.Count != layers) throw Wrong(key, $"lists {list.Count} values for {layers} layers");
        return [.. list.Kept.Select(v => Checked(key, v, int.MaxValue))];
    }

    public GgufValue? Own(string key) => _file.Metadata.GetValueOrDefault($"{Architecture}.{key}");

    private int Checked(string key, GgufValue value, int most)
    {
        // Lists of yes and no are numbers, too; so are numbers that a converter wrote as a fraction.
        var number = value.Integer ?? (value.Flag is { } flag ? flag ? 1 : 0 : value.Number is { } n && n == Math.Floor(n) && Math.Abs(n) < int.MaxValue ? (long)n : null);
        return number is >= 0 && number <= most ? (int)number : throw Wrong(key, $"is {Shown(value)}");
    }

    private GgufException Wrong(string key, string what) =>
        new(GgufFault.Damaged, $"{_name} is damaged: the key {Architecture}.{key} {what}, which cannot be. Download it again, or from another source.", key: $"{Architecture}.{key}");

    private static string Shown(GgufValue value)
    {
        var text = value.ToString();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
