using Ziggie.Engine.Gguf;

namespace Ziggie.Tests.Engine.Gguf;

/// <summary>A folder for model files that is gone after the test.</summary>
internal sealed class ModelFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ziggie-models-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public static GgufFile Read(string path) => GgufFile.Read(path, TestContext.Current.CancellationToken);

    public static GgufFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Read(stream);
    }

    public static GgufFile Read(Stream stream) => GgufFile.Read(stream, "model.gguf", TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
