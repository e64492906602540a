namespace Ziggie.Models.Library;

/// <summary>Names files of the models folder: as short as keeps them apart.</summary>
internal static class FolderNames
{
    public static IReadOnlyList<(string Name, FolderFile File)> Of(IReadOnlyList<FolderFile> files)
    {
        var shared = files.CountBy(f => f.Stem, StringComparer.Ordinal).Where(c => c.Value > 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<(string, FolderFile)>();
        foreach (var file in files)
        {
            var name = shared.Contains(file.Stem) ? file.LongName : file.Stem;
            // Two in one folder that differ by their ending or number of parts only.
            if (!taken.Add(name)) taken.Add(name = file.Below.Length == 0 ? file.FileName : $"{file.Below}/{file.FileName}");
            named.Add((name, file));
        }
        return named;
    }
}
