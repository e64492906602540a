namespace Ziggie.Models.Library;

/// <summary>A model that somebody put into the models folder.</summary>
/// <param name="Below">The folder it lies in, below the models folder; empty in the folder itself.</param>
/// <param name="Stem">Its name without ending and number of part.</param>
/// <param name="Parts">What there is of it, the first part first.</param>
/// <param name="IsBehindLink">Its folder is a link to somewhere else.</param>
internal sealed record FolderFile(string Below, string Stem, IReadOnlyList<FileStamp> Parts, bool IsBehindLink)
{
    public string FileName => Path.GetFileName(Parts[0].Path);

    /// <summary>The name under its folder.</summary>
    public string LongName => Below.Length == 0 ? Stem : $"{Below}/{Stem}";
}
