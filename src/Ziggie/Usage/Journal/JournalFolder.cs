using System.Globalization;

namespace Ziggie.Usage.Journal;

/// <summary>The folder with the journal's segments, <c>NNNNNNNN.journal</c>, and its identity.</summary>
internal sealed class JournalFolder(string path)
{
    private const string Extension = ".journal";

    private string IdentityPath => Path.Combine(path, "instance");

    public string PathOf(long segment) => Path.Combine(path, segment.ToString("D8", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Makes the folder where it is missing.</summary>
    public void Ensure()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The segments there are, in order.</summary>
    public List<long> Segments()
    {
        var segments = new List<long>();
        if (!Directory.Exists(path)) return segments;
        foreach (var file in Directory.EnumerateFiles(path, "*" + Extension))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var segment)) segments.Add(segment);
        }
        segments.Sort();
        return segments;
    }

    public void Delete(long segment) => File.Delete(PathOf(segment));

    /// <summary>What the database knows this journal by. It is made once and stays, whatever happens to the database.</summary>
    public string Identity()
    {
        if (File.Exists(IdentityPath) && Guid.TryParse(File.ReadAllText(IdentityPath), out var known)) return known.ToString("N");
        return Rename(Guid.NewGuid().ToString("N"));
    }

    /// <summary>Gives the journal another identity.</summary>
    public string Rename(string identity)
    {
        var draft = IdentityPath + ".new";
        File.WriteAllText(draft, identity);
        using (var handle = File.OpenHandle(draft, FileMode.Open, FileAccess.Write)) RandomAccess.FlushToDisk(handle);
        File.Move(draft, IdentityPath, overwrite: true);
        return identity;
    }
}
