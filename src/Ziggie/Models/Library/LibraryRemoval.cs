namespace Ziggie.Models.Library;

/// <summary>Deletes models, but never what belongs to somebody else.</summary>
internal static class LibraryRemoval
{
    /// <param name="deleteBlobs">Deletes files of a store that no model names any more; may spare those that a pull counts on.</param>
    /// <exception cref="ModelLibraryException">It stays.</exception>
    public static void Remove(FoundModel found, Action<IReadOnlyList<string>> deleteBlobs)
    {
        if (found.Model.IsReadOnly) throw new ModelLibraryException(ModelLibraryFault.ReadOnly, WhyNot(found));
        try
        {
            switch (found)
            {
                case FoundFile { File: var file }:
                    foreach (var part in file.Parts) File.Delete(part.Path);
                    break;
                case FoundEntry { Store: var store, Entry: var entry }:
                    store.Remove(entry, deleteBlobs);
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelLibraryException(ModelLibraryFault.Disk, $"{found.Model.Name} cannot be deleted: {e.Message} Check that the user who runs Ziggie may write there.", e);
        }
    }

    private static string WhyNot(FoundModel found) => found switch
    {
        FoundEntry { Store: var store } => $"{found.Model.Name} belongs to Ollama ({store.Root}) and is only used here. Remove it there: ollama rm {found.Model.Name}",
        _ => $"{found.Model.Name} lies outside the models folder, behind a linked folder. Delete it there: {found.Model.Paths[0]}",
    };
}
