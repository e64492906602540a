using System.Net;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>A server answered with a status that is no answer.</summary>
/// <param name="retryAfter">How long it wants to be left alone.</param>
internal sealed class ReplyException(HttpStatusCode status, string host, TimeSpan? retryAfter) : Exception(Words(status, host))
{
    public HttpStatusCode Status => status;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether the same request may do better later.</summary>
    public bool MayHeal => (int)status is 408 or 425 or 429 or >= 500;

    public static ReplyException Of(HttpResponseMessage response) =>
        new(response.StatusCode, response.RequestMessage!.RequestUri!.Authority, response.Headers.RetryAfter?.Delta);

    private static string Words(HttpStatusCode status, string host) => status switch
    {
        HttpStatusCode.NotFound => $"{host} has no such file (404).",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{host} does not give the file to everybody ({(int)status}).",
        HttpStatusCode.TooManyRequests => $"{host} refuses more requests for now (429).",
        _ => $"{host} answered {(int)status}.",
    };
}
