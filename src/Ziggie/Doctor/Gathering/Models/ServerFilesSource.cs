using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Models.Library;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Looks whether an Ollama that runs here can read the files of its models.</summary>
internal sealed class ServerFilesSource : IEvidenceSource
{
    private const int MostModels = 200;
    private const int MostBad = 20;

    public string Name => "servers' model files";

    public Stage Stage => Stage.Files;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        List<BadModelFile> bad = [];
        foreach (var process in soFar.Processes.Values.Where(p => p.SharesFiles && LocalServers.IsOllama(p)))
            if (StoreOf(process) is { } store) bad.AddRange(new OllamaStore(store).Read(cancel).Take(MostModels).Select(e => Fault(process, new OllamaStore(store), e)).OfType<BadModelFile>().Take(MostBad));
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { ModelFiles = sum.ModelFiles with { Bad = [.. sum.ModelFiles.Bad, .. bad.Where(b => sum.ModelFiles.Bad.All(known => known.Path != b.Path))] } });
    }

    /// <summary>Where it keeps its models; null where its variables may not be read.</summary>
    private static string? StoreOf(ProcessEvidence process)
    {
        if (process.Environment is not { } variables) return null;
        if (variables.GetValueOrDefault("OLLAMA_MODELS")?.Trim().Trim('"', '\'') is { Length: > 0 } named) return Path.IsPathFullyQualified(named) ? named : null;
        return variables.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Join(home, ".ollama", "models") : null;
    }

    private static BadModelFile? Fault(ProcessEvidence process, OllamaStore store, OllamaEntry entry)
    {
        if (entry.Manifest.Find("model") is not { } layer) return null;
        var (path, name) = (store.Blob(layer), entry.Name.Short(OllamaName.OllamaHost));
        if (FileAccessRights.WhatKeeps(process, path) is { } why) return new BadModelFile(name, path, FileFault.UnreadableForServer, why, process.Pid);
        if (!File.Exists(path)) return new BadModelFile(name, path, FileFault.Missing, "no such file", process.Pid);
        return FileStamp.Of(path) is not { } stamp || stamp.Size >= layer.Size ? null
            : new BadModelFile(name, path, stamp.Size == 0 ? FileFault.Empty : FileFault.Damaged, $"{stamp.Size} of {layer.Size} bytes", process.Pid);
    }
}
