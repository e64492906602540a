using System.Net;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>C303: 403 for the host that the URL names, and not for localhost.</summary>
internal sealed class ForeignHostRefused : ICheck
{
    private const int Forbidden = 403;

    public string Name => "foreign host";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        from backend in evidence.Backends
        let refused = backend.Answers.FirstOrDefault(a => a is { Outcome: HttpOutcome.Answered, Status: Forbidden, HostHeader: null })
        let other = refused is null ? null : backend.Answers.FirstOrDefault(a => a.HostHeader is not null && a.Path == refused.Path && a.Outcome == HttpOutcome.Answered)
        where other is not null && other.Status != Forbidden
        select Found(backend, refused, other);

    private static Finding Found(BackendEvidence backend, HttpEvidence refused, HttpEvidence other)
    {
        var url = new Uri(backend.Url!, refused.Path);
        var isLoopback = IPAddress.IsLoopback(refused.Via);
        return new Finding(
            ConfigurationCodes.ForeignHostRefused, backend.Target,
            $"The server answers 403 to requests for the host {backend.Url!.Host}, and {other.Status} to the same for {other.HostHeader}: it takes only names for which it believes itself to be meant.",
            isLoopback ? $"Call it as {new UriBuilder(backend.Url) { Host = "localhost" }.Uri.ToString().TrimEnd('/')}." : "Let the server listen beyond loopback (Ollama: OLLAMA_HOST=0.0.0.0:11434), add the name to its allowed hosts, or let the proxy before it send `Host: localhost`.")
        {
            Evidence = [$"curl -s -o /dev/null -w '%{{http_code}}' {url} → {refused.Status}", $"curl -s -o /dev/null -w '%{{http_code}}' -H 'Host: {other.HostHeader}' {url} → {other.Status}"],
        };
    }
}
