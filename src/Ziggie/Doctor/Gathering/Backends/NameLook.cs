using System.Net;
using System.Net.Sockets;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Finds the addresses of a backend's host.</summary>
internal sealed class NameLook(INameResolver resolver, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    /// <summary>More are not tried.</summary>
    private const int MostAddresses = 8;

    public async Task<NameEvidence> LookAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal)) return new NameEvidence(host, true, NameOutcome.Found, [literal], null, TimeSpan.Zero);
        var started = time.GetTimestamp();
        try
        {
            // The system's call minds no token: it is left behind when it takes too long.
            var found = await resolver.ResolveAsync(host, cancel).WaitAsync(s_patience, time, cancel);
            return Evidence(NameOutcome.Found, [.. found.Distinct().Take(MostAddresses)], null);
        }
        catch (SocketException e)
        {
            return Evidence(e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? NameOutcome.NotFound : e.SocketErrorCode == SocketError.TryAgain ? NameOutcome.TimedOut : NameOutcome.Failed, [], e.Message);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return Evidence(NameOutcome.TimedOut, [], $"no answer within {s_patience.TotalSeconds:0.0} s");
        }

        NameEvidence Evidence(NameOutcome outcome, IReadOnlyList<IPAddress> addresses, string? error) => new(host, false, outcome, addresses, error, time.GetElapsedTime(started));
    }
}
