using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>The JSON Schema of ziggie.yaml, for editors.</summary>
public static class SettingsSchema
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Draft 2020-12, indented, ending in a newline.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Ziggie's configuration",
            ["description"] = "ziggie.yaml. Values may hold ${VARIABLE} or ${VARIABLE:-default}.",
        };
        foreach (var (key, value) in SettingsCatalog.Root.Schema()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(s_indented) + "\n";
    }
}
