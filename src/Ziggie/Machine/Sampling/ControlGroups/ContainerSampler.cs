using Ziggie.Machine.Containers;

namespace Ziggie.Machine.Sampling.ControlGroups;

/// <summary>
/// What each container takes, from its control group. The engine only says what they are called: it is asked now and then, and never waited for where an
/// earlier answer is there. One look at a time.
/// </summary>
internal sealed class ContainerSampler(MachineRoots roots, IContainerEngine engine, TimeProvider time)
{
    private const int MostContainers = 256;

    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookForNewOnes = TimeSpan.FromSeconds(4);

    /// <summary>At the first look, when there are no names yet; an engine that hangs is not waited for again.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly GroupTree _tree = new(roots);
    private readonly GroupReader _reader = new();
    private Dictionary<string, GroupFolders> _groups = new(StringComparer.Ordinal);
    private Dictionary<string, GroupFigures> _before = new(StringComparer.Ordinal);
    private Task<ContainersLook>? _asking;
    private ContainersLook? _known;
    private long _askedAt;
    private long _groupsAt;
    private bool _hasWaited;

    /// <summary>Why some are missing or have no names; null where all is well, or where there is no engine at all.</summary>
    public string? Problem => _known?.Problem is { Trouble: not EngineTrouble.NotInstalled } problem ? problem.Reason : null;

    /// <param name="seconds">Since the last look; 0 where this one only begins to count.</param>
    public async Task<IReadOnlyList<ContainerStats>> ReadAsync(double seconds, CancellationToken cancel)
    {
        await AskAsync(cancel);
        var running = (_known?.Containers ?? []).Where(c => c.IsRunning).Take(MostContainers).ToDictionary(c => c.Id, StringComparer.Ordinal);
        FindGroups(running);
        List<ContainerStats> found = [];
        Dictionary<string, GroupFigures> seen = new(StringComparer.Ordinal);
        foreach (var id in _groups.Keys.Union(running.Keys).Take(MostContainers).ToList())
        {
            var known = running.GetValueOrDefault(id);
            if (!_groups.TryGetValue(id, out var group) && known?.Pid is { } pid && _tree.OfProcess(pid, id) is { } ofProcess) _groups[id] = group = ofProcess;
            var now = group is null ? default : _reader.Read(group);
            if (now == default)
            {
                // It ended; or its engine is one whose machine is another.
                _groups.Remove(id);
                if (known is null) continue;
            }
            seen[id] = now;
            found.Add(Show(id, known, now, _before.GetValueOrDefault(id), seconds));
        }
        _before = seen;
        return [.. found.OrderBy(c => c.Name is null).ThenBy(c => c.Name ?? c.Id, StringComparer.Ordinal)];
    }

    private async Task AskAsync(CancellationToken cancel)
    {
        if (_asking is { IsCompletedSuccessfully: true }) _known = await _asking;
        if (_asking is null || _asking.IsCompleted && (!_asking.IsCompletedSuccessfully || time.GetElapsedTime(_askedAt) >= s_askAgain || HasUnknown()))
        {
            _askedAt = time.GetTimestamp();
            _asking = engine.LookAsync(CancellationToken.None);
        }
        if (_known is not null || _hasWaited) return;
        _hasWaited = true;
        try
        {
            _known = await _asking.WaitAsync(s_patience, time, cancel);
        }
        catch (TimeoutException)
        {
            // The next look has it.
        }
    }

    /// <summary>A container that was seen, but not told of: once the engine was asked after that, it is another engine's.</summary>
    private bool HasUnknown() => _known is not null && time.GetElapsedTime(_askedAt) >= s_lookForNewOnes && _groups.Keys.Any(id => _known.Containers.All(c => c.Id != id));

    private void FindGroups(Dictionary<string, Container> running)
    {
        if (_groupsAt != 0 && time.GetElapsedTime(_groupsAt) < s_lookForNewOnes) return;
        _groupsAt = time.GetTimestamp();
        _groups = _tree.Containers();
        // Wherever the group is, its process is in it.
        foreach (var container in running.Values)
            if (container.Pid is { } pid && _tree.OfProcess(pid, container.Id) is { } group) _groups[container.Id] = group;
    }

    private static ContainerStats Show(string id, Container? known, GroupFigures now, GroupFigures before, double seconds)
    {
        var limit = now.Limit ?? known?.MemoryLimit;
        return new ContainerStats(
            id,
            known?.Name,
            known?.Image,
            known?.Project,
            known?.Service,
            Rate(now.CpuMicroseconds, before.CpuMicroseconds, seconds) is { } used ? Math.Round(used / 10_000, 1) : null,
            Size(now.Memory),
            Size(limit),
            now.Memory is { } memory && limit is { } most ? Rates.Percent(memory, most) : null,
            Size(now.Anonymous),
            Size(now.Cache),
            now.Tasks,
            Rate(now.Read, before.Read, seconds),
            Rate(now.Written, before.Written, seconds),
            now.Pressure);
    }

    /// <summary>Null where there are not two looks to compare.</summary>
    private static double? Rate(long? now, long? before, double seconds) => now is { } n && before is { } b && seconds > 0 ? Rates.PerSecond(n, b, seconds) : null;

    private static ByteSize? Size(long? bytes) => bytes is { } b ? new ByteSize(b) : null;
}
