namespace Ziggie.Models.Library;

/// <summary>A model and what deleting it would mean.</summary>
internal abstract record FoundModel(LocalModel Model);

/// <summary>Files that somebody put there.</summary>
internal sealed record FoundFile(LocalModel Model, FolderFile File) : FoundModel(Model);

/// <summary>An entry of a store.</summary>
internal sealed record FoundEntry(LocalModel Model, OllamaStore Store, OllamaEntry Entry) : FoundModel(Model);

/// <summary>All that one look found.</summary>
/// <param name="IsSettling">There are files that were written just now; they are looked at again soon.</param>
internal sealed record LibraryLook(IReadOnlyList<FoundModel> Found, bool IsSettling)
{
    public static LibraryLook Nothing { get; } = new([], false);
}
