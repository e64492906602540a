using System.Net;
using System.Net.Sockets;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Tries a connection to one address.</summary>
internal sealed class ConnectionLook(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    public async Task<ConnectionEvidence> LookAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port, cancel).AsTask().WaitAsync(s_patience, time, cancel);
            return Evidence(ConnectionOutcome.Accepted, null);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return Evidence(ConnectionOutcome.TimedOut, $"no answer within {s_patience.TotalSeconds:0.0} s");
        }
        catch (SocketException e)
        {
            return Evidence(Outcome(e.SocketErrorCode), e.Message);
        }

        ConnectionEvidence Evidence(ConnectionOutcome outcome, string? error) => new(address, port, outcome, error, time.GetElapsedTime(started));
    }

    private static ConnectionOutcome Outcome(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectionOutcome.Refused,
        SocketError.TimedOut => ConnectionOutcome.TimedOut,
        _ => ConnectionOutcome.Unreachable,
    };
}
