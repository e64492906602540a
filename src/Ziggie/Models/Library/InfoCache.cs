using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>What was read of a model's files.</summary>
/// <param name="Problem">Why they cannot be used.</param>
internal sealed record ReadInfo(ModelInfo? Info, string? Problem);

/// <summary>Reads model files, each once until it changes.</summary>
internal sealed class InfoCache
{
    private Dictionary<string, Entry> _last = new(StringComparer.Ordinal);
    private Dictionary<string, Entry> _next = new(StringComparer.Ordinal);

    /// <summary>How many files were really read.</summary>
    public int Reads { get; private set; }

    /// <param name="files">The file, or the parts of it that are there, the first one first.</param>
    public ReadInfo Read(IReadOnlyList<FileStamp> files, CancellationToken cancel)
    {
        var path = files[0].Path;
        var entry = _last.TryGetValue(path, out var known) && known.Files.SequenceEqual(files) ? known : new Entry(files, ReadNow(path, cancel));
        _next[path] = entry;
        return entry.Read;
    }

    /// <summary>Ends a look: what it did not ask for is forgotten.</summary>
    public void Turn() => (_last, _next) = (_next, new(StringComparer.Ordinal));

    private ReadInfo ReadNow(string path, CancellationToken cancel)
    {
        Reads++;
        try
        {
            var info = ModelInfo.From(GgufFile.Read(path, cancel));
            return new ReadInfo(info, info.Kind == ModelKind.Embedding ? null : info.WhyNoText);
        }
        catch (GgufException e)
        {
            return new ReadInfo(null, e.Message);
        }
    }

    private sealed record Entry(IReadOnlyList<FileStamp> Files, ReadInfo Read);
}
