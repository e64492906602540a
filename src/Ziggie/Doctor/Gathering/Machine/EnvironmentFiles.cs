namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads files of <c>NAME=value</c> lines.</summary>
internal static class EnvironmentFiles
{
    private const int MostBytes = 256 << 10;
    private static readonly string[] s_names = [".env", ".env.local"];
    private static readonly string[] s_examples = [".env.example", ".env.sample", ".env.template", ".env.dist"];

    /// <summary>Those in a folder that can be read.</summary>
    public static IReadOnlyList<EnvironmentFile> In(string folder) => In(folder, s_names);

    /// <summary>Examples in a folder that has no <c>.env</c>.</summary>
    public static IReadOnlyList<EnvironmentFile> ExamplesIn(string folder) => Path.Exists(Path.Join(folder, s_names[0])) ? [] : In(folder, s_examples);

    private static List<EnvironmentFile> In(string folder, string[] names)
    {
        var found = new List<EnvironmentFile>();
        foreach (var name in names)
        {
            try
            {
                var file = new FileInfo(Path.Join(folder, name));
                if (!file.Exists || file.Length > MostBytes) continue;
                found.Add(new EnvironmentFile(file.FullName, file.LastWriteTimeUtc, Parse(File.ReadAllText(file.FullName))));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // As if it were not there: what may not be read proves nothing.
            }
        }
        return found;
    }

    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line[7..].TrimStart();
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || line[0] == '#') continue;
            variables[line[..at].Trim()] = Value(line[(at + 1)..].Trim());
        }
        return variables;
    }

    /// <summary>Without quotes, and without what a mark behind a blank begins.</summary>
    private static string Value(string text)
    {
        if (text.Length >= 2 && text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is > 0 and var end) return text[1..end];
        return text.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment ? text[..comment].TrimEnd() : text;
    }
}
