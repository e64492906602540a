using System.Runtime.CompilerServices;
using System.Text.Json;
using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>What is made from the declarations is in step with them.</summary>
public sealed class SettingsSchemaTests
{
    [Fact]
    public void The_schema_in_the_repository_is_the_one_that_is_made() =>
        Assert.True(File.ReadAllText(Root("ziggie.schema.json")) == SettingsSchema.Write(), "Run: ziggie config schema > ziggie.schema.json");

    [Fact]
    public void The_reference_in_the_repository_is_the_one_that_is_made() =>
        Assert.True(File.ReadAllText(Root("docs/configuration.md")) == SettingsReference.Write(), "Run: ziggie config schema --markdown > docs/configuration.md");

    [Fact]
    public void Every_key_is_described_and_strict()
    {
        using var schema = JsonDocument.Parse(SettingsSchema.Write());
        var properties = schema.RootElement.GetProperty("properties");

        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        Assert.All(SettingsCatalog.Root.Keys, k => Assert.Equal(k.Description, properties.GetProperty(k.Name).GetProperty("description").GetString()![..k.Description.Length]));
        Assert.Equal("http://127.0.0.1:54112", properties.GetProperty("server").GetProperty("properties").GetProperty("url").GetProperty("default").GetString());
        Assert.Contains("Not used by this version yet.", properties.GetProperty("services").GetProperty("description").GetString()!, StringComparison.Ordinal);
    }

    private static string Root(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Join(Path.GetDirectoryName(here), "..", "..", "..", path));
}
