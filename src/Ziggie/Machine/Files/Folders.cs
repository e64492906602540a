namespace Ziggie.Machine.Files;

/// <summary>Folders of /sys, in order; those that are not there or vanish meanwhile are empty.</summary>
internal static class Folders
{
    private const int Most = 256;

    /// <summary>The folders in this one whose names begin so.</summary>
    public static IReadOnlyList<string> In(string folder, string start) =>
        Found(folder, () => Directory.EnumerateDirectories(folder, start + "*"));

    /// <summary>The files in this folder whose names begin and end so.</summary>
    public static IReadOnlyList<string> Files(string folder, string start, string end) =>
        Found(folder, () => Directory.EnumerateFiles(folder, $"{start}*{end}"));

    private static List<string> Found(string folder, Func<IEnumerable<string>> look)
    {
        try
        {
            if (!Directory.Exists(folder)) return [];
            var found = look().Take(Most).ToList();
            // By length first, so that 10 comes after 9.
            found.Sort(static (a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
