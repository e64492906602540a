using System.Net.Sockets;
using System.Security.Authentication;
using Ziggie.Transport;

namespace Ziggie.Backends.Upstream;

/// <summary>Idle connections to one backend, newest first. Bounded; those idle for long are closed when the next one is given back.</summary>
internal sealed class UpstreamPool(IUpstreamConnector connector, TimeSpan connectTimeout, TimeProvider time) : IDisposable
{
    private const int MaxIdle = 512;
    private const int LookedAt = 32;
    private const long MaxIdleMilliseconds = 50_000;

    private readonly Lock _lock = new();
    private readonly List<UpstreamConnection> _idle = [];
    private bool _disposed;

    public UpstreamAddress Address => connector.Address;

    /// <summary>An idle connection, or null.</summary>
    public UpstreamConnection? TryTake()
    {
        lock (_lock)
        {
            while (_idle.Count > 0)
            {
                var at = Best();
                var connection = _idle[at];
                _idle.RemoveAt(at);
                if (connection.Ended)
                {
                    connection.Abort();
                    continue;
                }
                if (Now - connection.IdleSince <= MaxIdleMilliseconds) return connection;
                // The newest is too old, so all are.
                _idle.Add(connection);
                CloseAll();
            }
            return null;
        }
    }

    /// <summary>A new connection. Throws <see cref="UpstreamException"/>.</summary>
    public async ValueTask<UpstreamConnection> ConnectAsync(CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), timeout, connectTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            return new UpstreamConnection(await connector.ConnectAsync(timeout.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new UpstreamException(UpstreamFailure.ConnectTimeout, $"no connection within {connectTimeout.TotalSeconds:0.#} s");
        }
        catch (SocketException e)
        {
            throw e.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new UpstreamException(UpstreamFailure.UnknownHost, $"the name {Address.Host} has no address", e),
                SocketError.ConnectionRefused => new UpstreamException(UpstreamFailure.Refused, $"nothing listens at {Address.HostHeader}", e),
                _ => new UpstreamException(UpstreamFailure.Refused, $"no connection to {Address.HostHeader} ({e.SocketErrorCode})", e),
            };
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw new UpstreamException(UpstreamFailure.Tls, $"TLS with {Address.HostHeader} failed: {e.Message}", e);
        }
    }

    /// <summary>Takes a connection back, or closes it where it cannot serve again.</summary>
    public void Return(UpstreamConnection connection)
    {
        if (connection.Reusable && !connection.Aborted)
        {
            connection.Rest();
            connection.IdleSince = Now;
            lock (_lock)
            {
                if (!_disposed && _idle.Count < MaxIdle)
                {
                    _idle.Add(connection);
                    CloseOldest();
                    return;
                }
            }
        }
        connection.Abort();
        connection.Release();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CloseAll();
        }
    }

    private long Now => time.GetTimestamp() / (time.TimestampFrequency / 1000);

    // The newest of those whose loop is the caller's, so that a request stays on one thread; looked for among a few, since taking must be cheap.
    private int Best()
    {
        var newest = _idle.Count - 1;
        var mine = ReadySocket.CurrentLoop;
        if (mine == ReadySocket.Nothing) return newest;
        for (var i = newest; i >= 0 && i > newest - LookedAt; i--)
        {
            if (_idle[i].Loop == mine) return i;
        }
        return newest;
    }

    private void CloseOldest()
    {
        // At most two a call, so that giving back stays cheap.
        for (var i = 0; i < 2 && _idle.Count > 1 && Now - _idle[0].IdleSince > MaxIdleMilliseconds; i++)
        {
            _idle[0].Abort();
            _idle.RemoveAt(0);
        }
    }

    private void CloseAll()
    {
        foreach (var connection in _idle) connection.Abort();
        _idle.Clear();
    }
}
