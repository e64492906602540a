namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads files of <c>NAME=value</c> lines.</summary>
internal static class EnvironmentFiles
{
    private const int MostBytes = 256 << 10;
    private static readonly string[] s_names = [".env", ".env.local"];

    /// <summary>Those in a folder that can be read.</summary>
    public static IReadOnlyList<EnvironmentFile> In(string folder)
    {
        var found = new List<EnvironmentFile>();
        foreach (var name in s_names)
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
            var value = line[(at + 1)..].Trim();
            if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0]) value = value[1..^1];
            variables[line[..at].Trim()] = value;
        }
        return variables;
    }
}
