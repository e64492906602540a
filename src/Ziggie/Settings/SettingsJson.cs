using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ziggie.Settings;

/// <summary>The settings page.</summary>
/// <param name="File">The file in use; null where there is none.</param>
/// <param name="Errors">Why the file as it is now was not taken up.</param>
/// <param name="NeedRestart">Keys whose value in the file waits for a restart.</param>
public sealed record SettingsView(
    string? File,
    IReadOnlyList<SettingView> Items,
    IReadOnlyList<SettingProblemView> Warnings,
    IReadOnlyList<SettingProblemView> Errors,
    IReadOnlyList<string> NeedRestart,
    string? Next);

/// <summary>One value in force.</summary>
/// <param name="Source"><c>default</c>, <c>file</c>, <c>environment</c> or <c>option</c>.</param>
/// <param name="SourceName">The file, variable or option.</param>
public sealed record SettingView(
    string Key,
    JsonNode? Value,
    JsonNode? Default,
    string Source,
    string? SourceName,
    int? Line,
    bool Secret,
    bool NeedsRestart,
    string Description);

/// <summary>An error or warning about the configuration.</summary>
public sealed record SettingProblemView(string Key, string Message, string Source, string? SourceName, int? Line);

/// <summary>Serialization of the settings page.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SettingsView))]
internal sealed partial class SettingsJson : JsonSerializerContext;
