using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ziggie.Identity;

namespace Ziggie.Http;

/// <summary>Tells when and why an open stream has to end: its caller lost the right, Ziggie stops, or the peer left.</summary>
internal sealed class SocketEnds : IDisposable
{
    private readonly TaskCompletionSource<SocketEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration[] _registrations;
    private readonly CancellationTokenSource _over;

    public SocketEnds(HttpContext context, Caller caller)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _over = CancellationTokenSource.CreateLinkedTokenSource(caller.Revoked, stopping, context.RequestAborted);
        _registrations =
        [
            caller.Revoked.Register(() => _ended.TrySetResult(SocketEnd.Revoked)),
            stopping.Register(() => _ended.TrySetResult(SocketEnd.Stopping)),
            context.RequestAborted.Register(() => _ended.TrySetResult(SocketEnd.Gone)),
        ];
    }

    public Task<SocketEnd> Ended => _ended.Task;

    /// <summary>The same as a token.</summary>
    public CancellationToken Token => _over.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _over.Dispose();
    }
}
