using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>A server that sends its callers elsewhere. Ziggie follows nobody: keys would go along.</summary>
internal static class Redirects
{
    public static Said? Say(BackendEvidence backend)
    {
        if (backend.List is not { Status: >= 300 and < 400, Location: { } location } list || !Uri.TryCreate(new Uri(backend.Url!, list.Path), location, out var target)) return null;
        var place = $"{backend.Url!.Host}:{backend.Port}";
        var steps = backend.Answers.Where(a => a != list && a.Status is >= 300 and < 400 && a.Location is not null).ToList();
        var circle = target.Authority == backend.Url.Authority && target.Scheme == backend.Url.Scheme && (target.PathAndQuery == list.Path || steps.GroupBy(s => s.Path).Any(g => g.Count() > 1) || steps.Any(s => s.Path == list.Path));
        if (circle) return Is($"What listens at {place} redirects in a circle: {list.Path} leads to {Shown.Place(location)}, and that leads back.", "Look at that server's settings, or at the proxy before it: mostly it takes http for https, or adds a path again and again.");
        if (target.Scheme == "https" && target.Host == backend.Url.Host && backend.Url.Scheme == "http")
        {
            var path = target.AbsolutePath.EndsWith(list.Path, StringComparison.Ordinal) ? backend.Url.AbsolutePath.TrimEnd('/') : "";
            return Is($"What listens at {place} wants https: it redirects to {target.GetLeftPart(UriPartial.Authority)}.", "") with { Better = backend.Settings with { Url = $"{target.GetLeftPart(UriPartial.Authority)}{path}" } };
        }
        return Is($"What listens at {place} redirects to {Shown.Place(target.ToString())}: it is a proxy, a sign-in page, or an old address.", "Give the backend the address at which the model server itself answers.");

        Said Is(string cause, string fix) => new(cause, fix) { Layer = Layer.Protocol, Shown = steps };
    }
}
