using Ziggie.Machine.Containers.Wire;

namespace Ziggie.Machine.Containers;

/// <summary>
/// Asks the engine that answers first:
///   1 a moment's look serves all who ask, and one look is in flight
///   2 the socket that answered before is asked first, then every place
///   3 the list, then each container for itself, some at a time; one that vanished meanwhile is left out
/// </summary>
internal sealed class DockerEngine(EnginePlaces places, TimeProvider time) : IContainerEngine, IDisposable
{
    /// <summary>Younger than this, a look is as good as another one.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>An engine that hangs costs all who ask its whole patience: not every time.</summary>
    public static readonly TimeSpan FreshWhereItHangs = TimeSpan.FromSeconds(15);

    private const int MostContainers = 256;
    private const int MostStopped = 64;
    private const int AtOnce = 8;

    /// <summary>For all containers together.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>What stopped longer ago is history.</summary>
    private static readonly TimeSpan s_recently = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private EngineConnection? _connection;
    private EngineInfo? _engine;
    private Task<ContainersLook>? _look;
    private volatile Told? _last;

    public Task<ContainersLook> LookAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            // 1
            if (_look is null || _look.IsCompleted && IsOld(_look)) _look = Task.Run(() => KeepAsync(_closing.Token), CancellationToken.None);
            return _look.WaitAsync(cancel);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        _connection?.Dispose();
    }

    private bool IsOld(Task<ContainersLook> look) =>
        !look.IsCompletedSuccessfully || _last is not { } last || time.GetElapsedTime(last.At) >= (last.Look.Problem?.Trouble == EngineTrouble.Hangs ? FreshWhereItHangs : Fresh);

    private async Task<ContainersLook> KeepAsync(CancellationToken cancel)
    {
        var look = await LookNowAsync(cancel);
        _last = new Told(look, time.GetTimestamp());
        return look;
    }

    private async Task<ContainersLook> LookNowAsync(CancellationToken cancel)
    {
        // 2
        if (_connection is null && await FindAsync(cancel) is { } problem) return Without(problem);
        var listed = await ListAsync(cancel);
        if (listed.Trouble is not null)
        {
            // It may have been exchanged for another one, elsewhere.
            Forget();
            if (await FindAsync(cancel) is { } gone) return Without(gone);
            listed = await ListAsync(cancel);
        }
        if (listed.Value is not { } list) return Without(EngineProblems.Of(places, [(_connection!.Socket, listed.Trouble!.Value, listed.Detail)]));
        // 3
        var (containers, missing) = await InspectAsync(list, cancel);
        return new ContainersLook(time.GetUtcNow(), containers, _engine, missing);
    }

    private ContainersLook Without(EngineProblem problem)
    {
        Forget();
        return new ContainersLook(time.GetUtcNow(), [], null, problem);
    }

    private void Forget()
    {
        _connection?.Dispose();
        (_connection, _engine) = (null, null);
    }

    private Task<EngineAnswer<IReadOnlyList<ListedContainer>>> ListAsync(CancellationToken cancel) =>
        _connection!.GetAsync("/containers/json?all=true", EngineJson.Default.IReadOnlyListListedContainer, cancel);

    /// <summary>Null where one answers. All are asked at once: one that hangs is not to keep others waiting.</summary>
    private async Task<EngineProblem?> FindAsync(CancellationToken cancel)
    {
        var asked = places.Sockets.Select(socket => new EngineConnection(socket, time)).Select(connection => (Connection: connection, Version: connection.GetAsync("/version", EngineJson.Default.EngineVersion, cancel))).ToList();
        var found = new List<(string, EngineTrouble, string)>();
        foreach (var (connection, version) in asked)
        {
            var answer = await version;
            if (answer.Value is { } value && _connection is null) (_connection, _engine) = (connection, Describe(connection, value));
            else connection.Dispose();
            if (answer.Trouble is { } trouble) found.Add((connection.Socket, trouble, answer.Detail));
        }
        return _connection is null ? EngineProblems.Of(places, found) : null;
    }

    private static EngineInfo Describe(EngineConnection connection, EngineVersion version)
    {
        var isPodman = (version.Components ?? []).Any(c => c?.Name?.Contains("Podman", StringComparison.OrdinalIgnoreCase) == true);
        return new EngineInfo(isPodman ? "Podman" : "Docker", version.Version ?? "", version.ApiVersion ?? "", connection.Socket);
    }

    private async Task<(IReadOnlyList<Container> Containers, EngineProblem? Missing)> InspectAsync(IReadOnlyList<ListedContainer> list, CancellationToken cancel)
    {
        var connection = _connection!;
        var wanted = Wanted(list);
        var read = new Container?[wanted.Count];
        string? missing = wanted.Count < list.Count(c => c?.State is "running") ? $"Only {wanted.Count} of {list.Count} containers are looked at." : null;
        using var patience = new CancellationTokenSource(s_patience, time);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, wanted.Count, options, async (i, token) =>
        {
            var row = wanted[i];
            using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
            EngineAnswer<InspectedContainer> answer;
            try
            {
                answer = await connection.GetAsync($"/containers/{Uri.EscapeDataString(row.Id!)}/json", EngineJson.Default.InspectedContainer, either.Token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                answer = new EngineAnswer<InspectedContainer>(null, EngineTrouble.Hangs, $"not all containers were told within {s_patience.TotalSeconds:0} s");
            }
            if (answer.IsGone) return;
            if (answer.Trouble is not null) Volatile.Write(ref missing, $"Of container {ContainerReader.Read(row).Name} only the list tells: {answer.Detail}.");
            read[i] = answer.Value is { } inspected ? ContainerReader.Read(row, inspected) : ContainerReader.Read(row);
        });
        var oldest = time.GetUtcNow() - s_recently;
        IReadOnlyList<Container> containers = [.. read.OfType<Container>().Where(c => c.State is not (ContainerState.Exited or ContainerState.Dead) || c.FinishedAt is null || c.FinishedAt >= oldest)];
        return (containers, missing is null ? null : new EngineProblem(EngineTrouble.BadAnswer, missing, [$"{connection.Socket}: {missing}"]));
    }

    /// <summary>Those that run first; of the others the newest.</summary>
    private static List<ListedContainer> Wanted(IReadOnlyList<ListedContainer> list)
    {
        var whole = list.Where(c => c?.Id is { Length: > 0 }).OrderByDescending(c => c.Created).ToList();
        return [.. whole.Where(IsUp).Take(MostContainers), .. whole.Where(c => !IsUp(c)).Take(MostStopped)];
    }

    private static bool IsUp(ListedContainer container) => container.State?.ToUpperInvariant() is "RUNNING" or "PAUSED" or "RESTARTING";

    /// <param name="At">When it was finished: what took long is not old at once.</param>
    private sealed record Told(ContainersLook Look, long At);
}
