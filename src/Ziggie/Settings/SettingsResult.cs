namespace Ziggie.Settings;

/// <summary>What reading the configuration gave: settings, or every error at once.</summary>
/// <param name="Settings">Null where there are errors.</param>
/// <param name="File">The file that was read, absolute; null where there is none.</param>
public sealed record SettingsResult(
    ZiggieSettings? Settings,
    IReadOnlyList<SettingProblem> Errors,
    IReadOnlyList<SettingProblem> Warnings,
    string? File)
{
    /// <summary>Key path to the place that declares it.</summary>
    internal IReadOnlyDictionary<string, SettingOrigin> Origins { get; init; } = new Dictionary<string, SettingOrigin>();

    /// <summary>What was read, to be read again when it changes.</summary>
    internal SettingsRequest Request { get; init; } = SettingsRequest.Nowhere;

    /// <summary>The file as it was just before it was read.</summary>
    internal FileLook Look { get; init; }

    /// <summary>The text was no YAML at all: perhaps it is still being written.</summary>
    internal bool Unparsable { get; init; }
}

/// <summary>Where to look for the configuration.</summary>
internal sealed record SettingsRequest(
    string? ConfigPath,
    string WorkingDirectory,
    string DataDirectory,
    IReadOnlyDictionary<string, string> Environment,
    string? Url)
{
    public static SettingsRequest Nowhere { get; } = new(null, "", "", new Dictionary<string, string>(), null);
}
