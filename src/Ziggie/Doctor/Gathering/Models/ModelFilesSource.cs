using Ziggie.Engine.Gguf;
using Ziggie.Models.Library;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Looks through the models folder and Ollama's usual stores, and tells which files cannot be used. What did not change is not read again.</summary>
internal sealed class ModelFilesSource(TimeProvider time) : IEvidenceSource
{
    private readonly Lock _gate = new();
    private LibraryScan? _scan;
    private string? _places;

    public string Name => "model files";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var folder = soFar.Subjects.ModelsDirectory;
        List<BadModelFile> bad = [];
        if (Closed(folder) is { } closed) bad.Add(closed);
        IReadOnlyList<FoundModel> found;
        lock (_gate) found = ScanOf(soFar.Subjects).Look(null, cancel).Found;
        foreach (var model in found.Select(f => f.Model).Where(m => m.Info is null)) if (Fault(model, cancel) is { } fault) bad.Add(fault);
        var files = new ModelFilesEvidence([.. found.Select(f => f.Model).Where(m => m.CanAnswer).Select(m => m.Name)], bad);
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { ModelFiles = files });
    }

    private LibraryScan ScanOf(Subjects subjects)
    {
        var settings = subjects.Settings.Models;
        var stores = settings.OllamaStores ?? LibraryOptions.UsualOllamaStores(subjects.Environment.GetValueOrDefault, subjects.Environment.GetValueOrDefault("HOME", ""));
        var places = string.Join('\n', stores.Prepend(subjects.ModelsDirectory));
        if (_scan is not null && places == _places) return _scan;
        _places = places;
        return _scan = new LibraryScan(new LibraryOptions(() => subjects.ModelsDirectory) { OllamaStores = stores, DefaultHost = new Uri(settings.Registry).Authority }, time);
    }

    /// <summary>Null where the folder is not there, which is fine, or can be looked into.</summary>
    private static BadModelFile? Closed(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new BadModelFile(Path.GetFileName(folder), folder, FileFault.Unreadable, e.Message);
        }
    }

    /// <summary>Null where its file is fine, and something else keeps it from being offered.</summary>
    private static BadModelFile? Fault(LocalModel model, CancellationToken cancel)
    {
        foreach (var path in model.Paths)
        {
            if (!File.Exists(path)) return new BadModelFile(model.Name, path, FileFault.Missing, "no such file");
            if (FileStamp.Of(path) is { Size: 0 }) return new BadModelFile(model.Name, path, FileFault.Empty, "0 bytes");
        }
        try
        {
            if (model.Paths is [var first, ..]) GgufFile.Read(first, cancel);
            return null;
        }
        catch (GgufException e)
        {
            return e.Fault switch
            {
                GgufFault.Unsupported => null,
                GgufFault.Unreadable => new BadModelFile(model.Name, model.Paths[0], FileFault.Unreadable, e.Message),
                GgufFault.MissingPart => new BadModelFile(model.Name, model.Paths[0], FileFault.Missing, e.Message),
                _ => new BadModelFile(model.Name, model.Paths[0], FileFault.Damaged, e.Message),
            };
        }
    }
}
