using System.Text.Json;

namespace Ziggie.Identity;

/// <summary>The models a key may use, as JSON in one column.</summary>
internal static class ModelList
{
    public static string? Write(IReadOnlyList<string>? models) =>
        models is null ? null : JsonSerializer.Serialize([.. models], IdentityJson.Default.StringArray);

    public static IReadOnlyList<string>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, IdentityJson.Default.StringArray);
}
