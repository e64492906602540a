using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ziggie.Engine.Libraries;

/// <summary>Lies beside installed libraries and says what belongs to them, so that a folder that lost some is known.</summary>
/// <param name="Files">Name to size.</param>
internal sealed record EngineManifest(string Version, string Variant, string Platform, IReadOnlyList<string> Packages, IReadOnlyDictionary<string, long> Files)
{
    public const string FileName = "engine.json";

    private const int MaxBytes = 1 << 20;

    public void Write(string folder) => File.WriteAllBytes(Path.Join(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, LibrariesJson.Default.EngineManifest));

    /// <summary>Null where there is none: a folder that was filled by hand.</summary>
    public static EngineManifest? Read(string folder)
    {
        var path = Path.Join(folder, FileName);
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LibrariesJson.Default.EngineManifest) is { Files: not null } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first file that is not there as it was installed.</summary>
    public string? Lost(string folder) => Files.FirstOrDefault(f => new FileInfo(Path.Join(folder, f.Key)) is var file && (!file.Exists || file.Length != f.Value)).Key;
}

[JsonSerializable(typeof(EngineManifest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class LibrariesJson : JsonSerializerContext;
