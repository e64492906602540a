using System.Collections;
using Ziggie.Settings;

namespace Ziggie.Doctor.Gathering;

/// <summary>What the doctor is asked about.</summary>
/// <param name="Settings">In force, or what would be.</param>
/// <param name="Configuration">What reading ziggie.yaml gave, with errors and warnings.</param>
internal sealed record Subjects(ZiggieSettings Settings, SettingsResult Configuration, string DataDirectory)
{
    /// <summary>With their keys; never shown.</summary>
    public IReadOnlyList<BackendSettings> Backends { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Ziggie's own variables; may hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a control center runs, which is this process.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Where a backend was declared, e.g. <c>ziggie.yaml line 12</c>; those added at run time or found are missing.</summary>
    public IReadOnlyDictionary<string, string> DeclaredAt { get; init; } = new Dictionary<string, string>();

    /// <summary>Models of Ziggie's own engine and simulator.</summary>
    public IReadOnlyList<string> BuiltinModels { get; init; } = [];

    /// <summary>Names of backends that the API can change.</summary>
    public IReadOnlySet<string> Changeable { get; init; } = new HashSet<string>();

    /// <summary>What is not examined, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of backends that the control center has found well of late.</summary>
    public IReadOnlySet<string> Online { get; init; } = new HashSet<string>();

    /// <summary>Where the control center listens, or would.</summary>
    public Uri Url { get; } = new(Settings.Server.Url);

    public string ModelsDirectory { get; } = Settings.Models.Path ?? Path.Join(DataDirectory, "models");

    /// <summary>As the settings say.</summary>
    public static Subjects Of(ZiggieSettings settings, SettingsResult configuration, string dataDirectory) => new(settings, configuration, dataDirectory)
    {
        Backends = settings.Backends,
        Aliases = settings.Aliases,
        Notes = [.. configuration.Errors.Select(e => $"The configuration has an error: {e}")],
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? ""),
    };
}
