using Microsoft.Extensions.Hosting;
using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>x</summary>
public sealed record LocalModel(string Name, IReadOnlyList<string> Paths, long SizeBytes, string? Digest, DateTimeOffset ModifiedAt, ModelInfo? Info)
{
    public string? Parameters { get; init; }
    public string? System { get; init; }
    public bool CanAnswer => Info is not null;
}

internal sealed class ModelLibrary(DataDirectory data) : IHostedService
{
    public IReadOnlyList<LocalModel> Current { get; private set; } = [];
    public event Action<IReadOnlyList<LocalModel>>? Changed;
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = data.File("models");
        if (Directory.Exists(folder))
            Current = [.. Directory.EnumerateFiles(folder, "*.gguf").Select(f => new LocalModel(Path.GetFileNameWithoutExtension(f), [f], new FileInfo(f).Length, null, File.GetLastWriteTimeUtc(f), ModelInfo.From(GgufFile.Read(f))))];
        Changed?.Invoke(Current);
        return Task.CompletedTask;
    }
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
