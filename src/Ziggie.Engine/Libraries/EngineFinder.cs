namespace Ziggie.Engine.Libraries;

/// <summary>Where libraries may lie.</summary>
/// <param name="LibraryPath">The setting <c>engine.libraryPath</c>: this folder and no other.</param>
/// <param name="ProgramFolder">Of the running program.</param>
/// <param name="DataFolder">The data directory.</param>
public sealed record EnginePlaces(string? LibraryPath, string ProgramFolder, string DataFolder)
{
    internal string InProgram => Path.Join(ProgramFolder, "engine");
    internal string InData => Path.Join(DataFolder, "engine");
}

/// <summary>Finds the libraries: where the settings say, else beside the program, else in the data directory; a GPU's before the processor's.</summary>
public static class EngineFinder
{
    private const string Mend = "Bring them with: ziggie engine install";

    /// <param name="only">Null: whichever is there.</param>
    public static EngineSearch Find(EnginePlaces places, EngineVariant? only = null)
    {
        if (places.LibraryPath is { } path)
        {
            var given = EngineFolder.Look(path);
            return new EngineSearch(given.Libraries, given.Problem is null ? null : $"engine.libraryPath: {given.Problem} Correct the path, or leave it out and run: ziggie engine install", [given]);
        }
        IReadOnlyList<EngineVariant> variants = only is { } one ? [one] : EngineVariants.Preferred;
        var looked = variants
            .SelectMany(v => (string[])[Path.Join(places.InProgram, EngineRelease.FolderName(v)), Path.Join(places.InData, EngineRelease.FolderName(v))])
            .Distinct()
            .Select(EngineFolder.Look)
            .ToList();
        var found = looked.FirstOrDefault(c => c.Libraries is not null)?.Libraries;
        return new EngineSearch(found, found is null ? Explain(places, looked) : null, looked);
    }

    private static string Explain(EnginePlaces places, IReadOnlyList<EngineCandidate> looked)
    {
        if (looked.FirstOrDefault(c => c.State != EngineState.Missing) is { } broken) return $"{broken.Problem} {Mend}";
        var others = Others(places.InProgram).Concat(Others(places.InData)).Distinct().Take(3).ToList();
        return others.Count > 0
            ? $"The llama.cpp libraries are there as {string.Join(", ", others)}, but this Ziggie needs {EngineRelease.Version}. {Mend}"
            : $"The llama.cpp libraries ({EngineRelease.Version}) are neither in {places.InProgram} nor in {places.InData}. {Mend}";
    }

    /// <summary>Builds of other releases.</summary>
    private static IEnumerable<string> Others(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder, "v*").Take(20).Select(f => Path.GetFileName(f))] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
