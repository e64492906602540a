namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Finds the environment files that a compose file names.</summary>
internal static class ComposeFiles
{
    private const string Key = "env_file:";
    private static readonly string[] s_names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    /// <summary>Paths that are named and not there.</summary>
    public static IReadOnlyList<string> MissingIn(string folder)
    {
        foreach (var name in s_names)
        {
            var path = Path.Join(folder, name);
            if (File.Exists(path) && ProcReads.Text(path) is { } text)
                return [.. Named(text).Select(f => Path.GetFullPath(f, folder)).Where(f => !File.Exists(f)).Distinct()];
        }
        return [];
    }

    /// <summary>One behind the key, or a list below it; those that need not be there are left out.</summary>
    internal static IEnumerable<string> Named(string text)
    {
        var isInList = false;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                var value = line[Key.Length..].Trim();
                isInList = value.Length == 0;
                foreach (var item in value.Trim('[', ']').Split(',')) if (Plain(item) is { } one) yield return one;
            }
            else if (isInList && line.StartsWith('-'))
            {
                var item = line[1..].Trim();
                if (item.StartsWith("path:", StringComparison.Ordinal)) item = item[5..];
                var isOptional = i + 1 < lines.Length && lines[i + 1].Trim() is "required: false";
                if (!isOptional && Plain(item) is { } one) yield return one;
            }
            else if (line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("required:", StringComparison.Ordinal))
            {
                isInList = false;
            }
        }
    }

    /// <summary>Null for what is empty or made of variables.</summary>
    private static string? Plain(string item)
    {
        var plain = item.Trim().Trim('"', '\'');
        return plain.Length is 0 or > 1000 || plain.AsSpan().IndexOfAny("${}:\0") >= 0 ? null : plain;
    }
}
