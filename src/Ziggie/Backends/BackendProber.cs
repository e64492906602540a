using System.Text.Json;
using Ziggie.Backends.Probes;
using Ziggie.Backends.Upstream;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Backends;

/// <summary>Runs a backend's probe and says what it means.</summary>
internal sealed class BackendProber(IEnumerable<IBackendProbe> probes, TimeProvider time)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);
    private readonly Dictionary<BackendType, IBackendProbe> _probes = probes.ToDictionary(p => p.Type);

    /// <summary>What the backend is now. Never throws but when cancelled; takes 5 s at most.</summary>
    public async Task<BackendState> ProbeAsync(Backend backend, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), timeout, s_timeout, Timeout.InfiniteTimeSpan);
        var started = time.GetTimestamp();
        try
        {
            var answer = await _probes[backend.Settings.Type].AskAsync(new ProbeClient(backend), timeout.Token);
            var models = WithConfigured(backend.Settings, answer.Models);
            if (answer.Reason is { } known) return new BackendState(BackendStatus.Offline, answer.Version, -1, models, known);
            var latency = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1);
            var status = backend.Breaker.IsOpen ? BackendStatus.Degraded : BackendStatus.Online;
            var reason = backend.Breaker.IsOpen ? new BackendReason("backend.failing", "It answers probes, but the last requests to it failed; it is tried again by itself.") : null;
            return new BackendState(status, answer.Version, latency, models, reason);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Offline(backend, "backend.hangs", $"It takes connections but did not answer within {s_timeout.TotalSeconds:0} s.");
        }
        catch (UpstreamException e)
        {
            return Offline(backend, Kind(e.Failure), Sentence(backend, e));
        }
        catch (ProbeStatusException e)
        {
            return e.Status switch
            {
                401 or 403 => Offline(backend, "backend.unauthorized", $"It refused the key ({e.Status}): {e.Message}. Set apiKey of backend {backend.Name}."),
                404 => Offline(backend, "backend.wrong_api", $"It has no model list at {backend.DisplayUrl} (404). Is the type {backend.Settings.Type.ToString().ToLowerInvariant()} right, and the path of its url?"),
                503 when e.Message.Contains("loading", StringComparison.OrdinalIgnoreCase) => Offline(backend, BackendReason.Loading, "It is loading its model and answers once that is done."),
                503 => Offline(backend, "backend.not_ready", $"It is not ready yet (503): {e.Message}."),
                508 => Offline(backend, "backend.loop", $"{backend.DisplayUrl} is Ziggie itself; point it at the model server instead."),
                _ => Offline(backend, "backend.error", $"It answered {e.Status}: {e.Message}."),
            };
        }
        catch (Exception e) when (e is WireException or JsonException)
        {
            return Offline(backend, "backend.wrong_protocol", $"What answers at {backend.DisplayUrl} is not a server of type {backend.Settings.Type.ToString().ToLowerInvariant()}: {e.Message}");
        }
    }

    public static string Kind(UpstreamFailure failure) => failure switch
    {
        UpstreamFailure.Refused => "backend.refused",
        UpstreamFailure.UnknownHost => "backend.unknown_host",
        UpstreamFailure.ConnectTimeout => "backend.unreachable",
        UpstreamFailure.Tls => "backend.tls",
        UpstreamFailure.Dropped => "backend.dropped",
        _ => "backend.wrong_protocol",
    };

    /// <summary>A failure as a sentence with what to do.</summary>
    public static string Sentence(Backend backend, UpstreamException e) => e.Failure switch
    {
        _ when backend.Engine is not null => e.Message,
        UpstreamFailure.Refused => $"Nothing listens at {backend.DisplayUrl}. Is the server started, and is this its port?",
        UpstreamFailure.UnknownHost => $"The host name of {backend.DisplayUrl} has no address. Check its spelling, or use an address.",
        UpstreamFailure.ConnectTimeout => $"{backend.DisplayUrl} did not take the connection in time. Is the machine on, and no firewall between?",
        UpstreamFailure.Tls => $"{e.Message}. Is it http rather than https, or its certificate not trusted here?",
        UpstreamFailure.Garbage => $"What answers at {backend.DisplayUrl} is no model server: {e.Message}.",
        _ => $"The server at {backend.DisplayUrl} broke off: {e.Message}.",
    };

    private static BackendState Offline(Backend backend, string kind, string message)
    {
        var reason = backend.Explained is { } explained && explained.Kind == kind ? explained : new BackendReason(DoctorCode(kind), message, kind);
        return new BackendState(BackendStatus.Offline, backend.State.Version, -1, backend.State.Models, reason);
    }

    /// <summary>What a look alone can tell; the doctor, who looks at more, may come to another.</summary>
    private static string DoctorCode(string kind) => kind switch
    {
        "backend.refused" => "N101",
        "backend.unknown_host" => "N102",
        "backend.dropped" => "N103",
        "backend.unreachable" or "backend.hangs" => "N108",
        "backend.wrong_api" or "backend.wrong_protocol" or "backend.tls" or "backend.loop" => "P204",
        _ => kind,
    };

    private static IReadOnlyList<BackendModel> WithConfigured(BackendSettings settings, IReadOnlyList<BackendModel> found)
    {
        if (settings.Models.Count == 0) return found;
        var roles = settings.Models.ToDictionary(m => m.Name, m => m.Roles, StringComparer.Ordinal);
        var all = found.Select(m => roles.TryGetValue(m.Name, out var r) ? m with { Roles = r } : m).ToList();
        all.AddRange(settings.Models.Where(m => found.All(f => f.Name != m.Name)).Select(m => new BackendModel(m.Name) { Roles = m.Roles }));
        return all;
    }
}
