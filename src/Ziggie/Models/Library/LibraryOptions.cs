namespace Ziggie.Models.Library;

/// <summary>Where models are looked for, and how often.</summary>
/// <param name="Folder">The models folder, asked for at each look.</param>
internal sealed record LibraryOptions(Func<string> Folder)
{
    /// <summary>Stores of Ollama, used in place.</summary>
    public IReadOnlyList<string> OllamaStores { get; init; } = [];

    /// <summary>The registry that the name of a pulled model means where it names none.</summary>
    public string DefaultHost { get; init; } = OllamaName.OllamaHost;

    /// <summary>Between looks where the system tells nothing.</summary>
    public TimeSpan RescanEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>News are gathered for so long before the next look.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A file counts as written when it has rested for so long.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where Ollama keeps models on this machine: as its variable says, in the home folder, and as its service's user.</summary>
    public static IReadOnlyList<string> UsualOllamaStores(Func<string, string?> environment, string home) =>
        [.. new[] { environment("OLLAMA_MODELS"), home.Length > 0 ? Path.Join(home, ".ollama", "models") : null, "/usr/share/ollama/.ollama/models" }
            .OfType<string>().Where(Path.IsPathFullyQualified).Distinct(StringComparer.Ordinal)];
}
