using Ziggie.Simulator.Observing;

namespace Ziggie.Simulator.Http;

/// <summary>How many requests are answered at once; the others wait in order.</summary>
internal sealed class Slots(int? count, RequestLog log) : IDisposable
{
    private readonly SemaphoreSlim? _free = count is { } slots ? new SemaphoreSlim(slots) : null;

    public async ValueTask EnterAsync(CancellationToken cancellation)
    {
        if (_free is null || _free.Wait(0, CancellationToken.None)) return;
        log.Waiting(+1);
        try
        {
            await _free.WaitAsync(cancellation);
        }
        finally
        {
            log.Waiting(-1);
        }
    }

    public void Leave() => _free?.Release();

    public void Dispose() => _free?.Dispose();
}
