using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ziggie.Simulator.Observing;

/// <summary>Counts requests, keeps the last ones, and wakes those who wait for something to happen. Safe for many requests at once.</summary>
internal sealed class RequestLog(TimeProvider time)
{
    private const int Kept = 100;
    private const int KeptCancellations = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<SimulatedRequest> _last = new(Kept);
    private readonly Channel<SimulatedRequest> _cancellations =
        Channel.CreateBounded<SimulatedRequest>(new BoundedChannelOptions(KeptCancellations) { FullMode = BoundedChannelFullMode.DropOldest });

    private SimulatorStats _stats = new();
    private TaskCompletionSource _changed = NewSignal();

    public SimulatorStats Stats
    {
        get
        {
            lock (_gate) return _stats;
        }
    }

    public IReadOnlyList<SimulatedRequest> Last
    {
        get
        {
            lock (_gate) return [.. _last];
        }
    }

    public SimulatedRequest Begin(HttpContext http, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            var request = new SimulatedRequest
            {
                Number = _stats.Requests + 1,
                Method = http.Request.Method,
                Path = http.Request.GetEncodedPathAndQuery(),
                Headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                BodyBytes = body.Length,
                Body = body.Length > SimulatedRequest.KeptBody ? body[..SimulatedRequest.KeptBody].ToArray() : body,
                ReceivedAt = time.GetUtcNow(),
                StartedAt = time.GetTimestamp(),
            };
            if (_last.Count == Kept) _last.Dequeue();
            _last.Enqueue(request);
            Change(_stats with { Requests = request.Number, Active = _stats.Active + 1, MostActive = Math.Max(_stats.MostActive, _stats.Active + 1) });
            return request;
        }
    }

    public void Waiting(int change)
    {
        lock (_gate) Change(_stats with { Waiting = _stats.Waiting + change });
    }

    public void CallerLeft(SimulatedRequest request)
    {
        if (request.BrokenByFault || !request.End()) return;
        request.CancelledAfter = time.GetElapsedTime(request.StartedAt);
        lock (_gate) Change(Over(request) with { Cancelled = _stats.Cancelled + 1 });
        _cancellations.Writer.TryWrite(request);
    }

    public void Completed(SimulatedRequest request)
    {
        if (!request.End()) return;
        lock (_gate) Change(Over(request) with { Completed = _stats.Completed + 1 });
    }

    public async Task<SimulatedRequest> WaitForCancellationAsync(CancellationToken cancellation) => await _cancellations.Reader.ReadAsync(cancellation);

    public async Task WaitUntilAsync(Func<SimulatorStats, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(_stats)) return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellation);
        }
    }

    public async Task<SimulatedRequest> WaitForRequestAsync(Func<SimulatedRequest, bool> fits, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_last.FirstOrDefault(fits) is { } found) return found;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellation);
        }
    }

    private SimulatorStats Over(SimulatedRequest request) => _stats with
    {
        Active = _stats.Active - 1,
        Tokens = _stats.Tokens + request.Tokens,
        Faulted = _stats.Faulted + (request.Fault is null ? 0 : 1),
    };

    private void Change(SimulatorStats stats)
    {
        _stats = stats;
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
