using System.Text.RegularExpressions;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>What lies beside ziggie.yaml, and which variables it asks for.</summary>
/// <param name="Environments">Files such as <c>.env</c>.</param>
/// <param name="Placeholders">Names in <c>${…}</c>.</param>
/// <param name="Configuration">The path of ziggie.yaml; null where there is none.</param>
internal sealed record OwnFilesEvidence(string? Configuration, IReadOnlyList<EnvironmentFile> Environments, IReadOnlyList<Placeholder> Placeholders)
{
    public static readonly OwnFilesEvidence None = new(null, [], []);
}

/// <param name="HasDefault">Written as <c>${NAME:-default}</c>.</param>
internal sealed record Placeholder(string Name, bool HasDefault, int Line);

/// <summary>Reads ziggie.yaml's placeholders and the environment files beside it.</summary>
internal sealed partial class OwnFilesSource : IEvidenceSource
{
    private const int Most = 200;

    public string Name => "own files";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var path = soFar.Subjects.Configuration.File;
        var text = path is null ? null : ProcReads.Text(path);
        string[] folders = [.. new[] { path is null ? null : Path.GetDirectoryName(path), soFar.Subjects.DataDirectory }.OfType<string>().Distinct()];
        var own = new OwnFilesEvidence(path, [.. folders.SelectMany(EnvironmentFiles.In)], [.. Placeholders(text ?? "").Take(Most)]);
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { OwnFiles = own });
    }

    internal static IEnumerable<Placeholder> Placeholders(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith('#')) continue;
            foreach (Match match in Pattern().Matches(line)) yield return new Placeholder(match.Groups[1].Value, match.Groups[2].Success, number);
        }
    }

    /// <summary>As the settings read them; <c>$${</c> is no placeholder.</summary>
    [GeneratedRegex(@"(?<!\$)\$\{([A-Za-z0-9_]{1,200})(:-[^}]*)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
