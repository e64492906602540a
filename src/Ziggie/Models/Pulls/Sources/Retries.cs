using System.Net;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>Counts what went wrong with one thing, and waits before the next try: a little longer each time.</summary>
/// <param name="first">It is the first that is asked of that server, so a mistyped name is likelier than a moment's trouble: fewer tries.</param>
internal sealed class Retries(Retries.Options options, bool first = false)
{
    private const int TriesOfFirst = 3;

    private int _fruitless;
    private int _all;

    /// <summary>Whether another try may do better.</summary>
    public static bool Heals(Exception e) => e switch
    {
        ReplyException reply => reply.MayHeal,
        HttpRequestException http => http.HttpRequestError is not (HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.SecureConnectionError),
        PullException => false,
        IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>What cannot heal, in words for people.</summary>
    public static PullException Final(Exception e, string host) => e switch
    {
        PullException pull => pull,
        ReplyException { Status: HttpStatusCode.NotFound } => new PullException(PullFault.NotFound, e.Message, e),
        ReplyException => new PullException(PullFault.Source, e.Message, e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new PullException(PullFault.Source, $"The host {host} is not known. Check the name, and this machine's connection.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new PullException(PullFault.Source, $"No connection to {host}: {e.InnerException?.Message ?? e.Message}.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new PullException(PullFault.Source, $"No safe connection to {host}: {e.InnerException?.Message ?? e.Message}.", e),
        _ when e.Message.StartsWith(host.Split(':')[0], StringComparison.Ordinal) => new PullException(PullFault.Source, e.Message, e),
        _ => new PullException(PullFault.Source, $"The transfer from {host} failed: {e.Message}", e),
    };

    /// <summary>Returns when it may be tried again.</summary>
    /// <param name="progressed">Something came before it failed.</param>
    /// <exception cref="PullException">It has been tried often enough.</exception>
    public async Task WaitAsync(Exception e, string host, bool progressed, CancellationToken cancel)
    {
        _fruitless = progressed ? 1 : _fruitless + 1;
        if (_fruitless >= (first ? Math.Min(TriesOfFirst, options.Pull.FruitlessTries) : options.Pull.FruitlessTries) || ++_all >= options.Pull.Tries)
        {
            var final = Final(e, host);
            throw first ? final : new PullException(final.Fault, $"{final.Message} Given up after {_all + 1} tries; what has come is kept, so pull again to go on.", e);
        }
        await Task.Delay(Pause(e), options.Time, cancel);
    }

    private TimeSpan Pause(Exception e)
    {
        var longest = options.Pull.LongestPause;
        if (e is ReplyException { RetryAfter: { } asked } && asked > TimeSpan.Zero) return asked < longest * 3 ? asked : longest * 3;
        var pause = options.Pull.FirstPause * Math.Pow(2, Math.Min(_fruitless - 1, 10));
        // Parts that failed together should not come back together.
        return (pause < longest ? pause : longest) * (0.75 + (Random.Shared.NextDouble() / 2));
    }

    /// <summary>What all of a pull's tries share.</summary>
    internal sealed record Options(PullOptions Pull, TimeProvider Time);
}
