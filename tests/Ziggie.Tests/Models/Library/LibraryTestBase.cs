using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Models.Library;
using Ziggie.Tests.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Library;

/// <summary>A models folder, a store of Ollama beside it, and a library over both whose clock goes by hand.</summary>
public abstract class LibraryTestBase : IDisposable
{
    private static readonly byte[] s_tiny = TinyLlama.Model(1, new TinyLlamaOptions { Embedding = 32, Heads = 1, Layers = 1, FeedForward = 32 }).Build();
    private readonly ModelFolder _folder = new();

    private protected LibraryTestBase()
    {
        // So that what the test writes has rested long since.
        Time = new ManualTime(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        Ollama = new TestStore(_folder["ollama"]);
        Own = new TestStore(Models);
        Library = new ModelLibrary(new LibraryOptions(() => Models) { OllamaStores = [Ollama.Root] }, Time, NullLogger<ModelLibrary>.Instance);
    }

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected ManualTime Time { get; }

    private protected ModelLibrary Library { get; }

    /// <summary>The store within the models folder.</summary>
    private protected TestStore Own { get; }

    private protected TestStore Ollama { get; }

    private protected string Models => _folder["models"];

    private protected string Beside(string name) => _folder[name];

    private protected static byte[] Tiny => s_tiny;

    private protected static byte[] OtherTiny(int seed) => TinyLlama.Model(seed, new TinyLlamaOptions { Embedding = 32, Heads = 1, Layers = 1, FeedForward = 32 }).Build();

    public virtual void Dispose()
    {
        Library.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts a file into the models folder.</summary>
    private protected string Put(string name, byte[]? bytes = null)
    {
        var path = Path.Combine([Models, .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes ?? s_tiny);
        return path;
    }

    private protected async Task<IReadOnlyList<LocalModel>> LookAsync()
    {
        await Library.RefreshAsync(Cancel);
        return Library.Current;
    }

    private protected async Task<IEnumerable<string>> NamesAsync() => (await LookAsync()).Select(m => m.Name);
}
