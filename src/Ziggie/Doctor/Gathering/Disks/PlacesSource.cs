using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Models.Library;

namespace Ziggie.Doctor.Gathering.Disks;

/// <summary>Asks for the space below Ziggie's data, the models, and the stores of container engines. A disk that hangs holds nobody up.</summary>
internal sealed class PlacesSource(TimeProvider time) : IEvidenceSource
{
    private const int MostHanging = 32;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(400);
    private static readonly string[] s_engineStores = ["/var/lib/docker", "/var/lib/containers/storage"];

    private readonly BoundedCalls _calls = new(s_patience, MostHanging, time);

    public string Name => "places";

    public Stage Stage => Stage.Machine;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var asked = await Task.WhenAll(Wanted(soFar.Subjects).DistinctBy(w => w.Path).Select(w => AskAsync(w, cancel)));
        return sum => sum with { Places = [.. asked.OfType<PlaceEvidence>()] };
    }

    private static IEnumerable<(string What, string Path, bool IsWritten)> Wanted(Subjects subjects)
    {
        yield return ("Ziggie's data", subjects.DataDirectory, true);
        yield return ("models", subjects.ModelsDirectory, true);
        var stores = subjects.Settings.Models.OllamaStores ?? LibraryOptions.UsualOllamaStores(subjects.Environment.GetValueOrDefault, subjects.Environment.GetValueOrDefault("HOME", ""));
        foreach (var store in stores) yield return ("Ollama's models", store, false);
        foreach (var store in s_engineStores) yield return ("containers and their images", store, false);
    }

    private async Task<PlaceEvidence?> AskAsync((string What, string Path, bool IsWritten) wanted, CancellationToken cancel)
    {
        var answer = await _calls.TryAsync(wanted.Path, () => Ask(wanted.Path, wanted.IsWritten), cancel);
        return answer.Value is ({ } path, { } space)
            ? new PlaceEvidence(wanted.What, path, wanted.IsWritten, space.Total, space.Available, space.Inodes, space.InodesFree, space.IsReadOnly)
            : null;
    }

    /// <summary>What Ziggie writes may have to be made yet: then the disk that it would be made on counts.</summary>
    private static (string? Path, FileSystemSpace? Space) Ask(string path, bool isWritten)
    {
        var there = Path.GetFullPath(path);
        while (isWritten && !Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        return Directory.Exists(there) ? (there, FileSystems.Ask(there)) : (null, null);
    }
}
