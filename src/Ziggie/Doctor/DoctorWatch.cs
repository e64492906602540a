using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Backends;
using Ziggie.Doctor.Findings;
using Ziggie.Feeds;

namespace Ziggie.Doctor;

/// <summary>Examines by itself when a backend goes offline or comes back, puts the root cause where the backend's state is shown, and tells watchers of <c>doctor</c>.</summary>
internal sealed partial class DoctorWatch(DoctorService doctor, ICatalog catalog, IFeeds feeds, TimeProvider time, ILogger<DoctorWatch> log) : BackgroundService
{
    public const string Topic = "doctor";

    /// <summary>Several backends fail together.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);

    /// <summary>An examination costs; a backend that comes and goes must not cause one after the other.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _news = new(0, 1);
    private string _seen = "";

    public override void Dispose()
    {
        base.Dispose();
        _news.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        catalog.Changed += OnChanged;
        doctor.Examined += OnExamined;
        try
        {
            OnChanged(catalog.Current);
            while (true)
            {
                await _news.WaitAsync(stoppingToken);
                await Task.Delay(s_settle, time, stoppingToken);
                await ExamineAsync(stoppingToken);
                await Task.Delay(s_rest, time, stoppingToken);
            }
        }
        finally
        {
            catalog.Changed -= OnChanged;
            doctor.Examined -= OnExamined;
        }
    }

    private async Task ExamineAsync(CancellationToken cancel)
    {
        try
        {
            await doctor.RunAsync(cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(log, e);
        }
    }

    /// <summary>Only who is offline, and how, makes a difference.</summary>
    private void OnChanged(Catalog now)
    {
        var seen = string.Join('\n', now.Backends.Where(b => b.State.Status == BackendStatus.Offline).Select(b => $"{b.Name} {b.State.Reason?.Kind}").Order(StringComparer.Ordinal));
        if (Interlocked.Exchange(ref _seen, seen) == seen) return;
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Known already.
        }
    }

    private void OnExamined(Diagnosis diagnosis)
    {
        foreach (var backend in catalog.Current.Backends)
        {
            var found = Cause(diagnosis, $"backend:{backend.Name}");
            backend.Explained = found is not null && backend.State is { Status: BackendStatus.Offline, Reason: { } reason } ? new BackendReason(found.Code.Code, $"{found.Cause} {found.Fix}", reason.Kind) : null;
            if (backend.Explained is { } explained && explained != backend.State.Reason) catalog.Suspect(backend);
        }
        var all = diagnosis.Findings.SelectMany(f => f.Consequences.Prepend(f)).ToList();
        var news = new DoctorNews(diagnosis.At, diagnosis.Findings.Count, all.Count(f => f.Severity == Severity.Problem), all.Count(f => f.Severity == Severity.Warning), all.Count(f => f.Severity == Severity.Hint));
        feeds.Publish(Topic, "doctor.examined", news, DoctorJson.Default.DoctorNews);
    }

    /// <summary>What is the matter with a target: its own root cause, or the one that explains it.</summary>
    private static Finding? Cause(Diagnosis diagnosis, string target) =>
        diagnosis.Findings.FirstOrDefault(f => f.Severity != Severity.Hint && (f.Target == target || f.Explains.Contains(target) || f.Consequences.Any(c => c.Target == target)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The doctor could not examine")]
    private static partial void LogFailed(ILogger log, Exception failure);
}

/// <summary><c>doctor.examined</c>: read the report again.</summary>
/// <param name="Causes">Root causes; the other numbers count consequences too.</param>
internal sealed record DoctorNews(DateTimeOffset RanAt, int Causes, int Problems, int Warnings, int Hints);
