using Ziggie.Admission;
using Ziggie.Backends;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Routing;

/// <summary>From a model name to a backend.</summary>
internal sealed class Router(ICatalog catalog, BackendGates gates)
{
    /// <summary>Load that the sticky choice may have over the mean.</summary>
    private const double StickyFactor = 1.25;

    private static readonly TimeSpan s_loadingRetry = TimeSpan.FromSeconds(5);

    /// <summary>Of targets of equal rank: the one that the conversation was with before, while it is not much busier than the others; else the least busy. Those known to be down come last.</summary>
    public Target Choose(List<Target> targets, ulong prefix)
    {
        if (targets.Count == 1) return targets[0];
        var total = 0.0;
        var up = 0;
        foreach (var target in targets)
        {
            if (!IsUp(target)) continue;
            up++;
            total += gates.Of(target.Backend).Load;
        }
        Target? sticky = null, least = null;
        var (best, lowest) = (0UL, double.MaxValue);
        foreach (var target in targets)
        {
            if (up > 0 && !IsUp(target)) continue;
            var load = gates.Of(target.Backend).Load;
            if (load < lowest) (least, lowest) = (target, load);
            var weight = Mix(prefix, target.Backend.NameHash);
            if (sticky is null || weight > best) (sticky, best) = (target, weight);
        }
        // Counting this request itself keeps an idle group from refusing its own favourite.
        var share = 1.0 / sticky!.Backend.Capacity;
        var bound = StickyFactor * (total + share) / Math.Max(1, up);
        var stickyLoad = gates.Of(sticky.Backend).Load;
        var hasRoom = stickyLoad < 1 || lowest >= 1;
        return hasRoom && stickyLoad + share <= Math.Max(bound, share) ? sticky : least!;
    }

    /// <summary>Whether the key's list of models allows the name asked for, or where it leads.</summary>
    public static bool MayUse(Caller caller, string requested, Route route)
    {
        if (caller.Limits.Models is not { } allowed) return true;
        foreach (var name in allowed)
        {
            if (name == requested) return true;
            // An alias is allowed by its own name alone: it may lead to models that the key shall not have.
            if (route.Reason == "alias") continue;
            foreach (var target in route.Targets)
            {
                if (name == target.Model.Name || name + ":latest" == target.Model.Name || name == $"{target.Backend.Name}/{target.Model.Name}") return true;
            }
        }
        return false;
    }

    /// <summary>The error for a name that leads nowhere, with what the caller may have meant.</summary>
    public WireError Unknown(string name, Route? alias)
    {
        var now = catalog.Current;
        if (alias is not null) return new(ErrorKind.NotFound, $"None of the models of the alias \"{name}\" is there: {string.Join(", ", now.Aliases[name].Models)}.", "model_not_found", "model");
        var loading = now.Backends.Where(b => b.State is { Reason.Kind: BackendReason.Loading, Models.Count: 0 }).Select(b => b.Name).ToList();
        if (loading.Count > 0)
        {
            // Its models are not known yet: this one may be among them.
            var wanted = name.Length == 0 ? "No model is there yet" : $"The model \"{name}\" is not there yet";
            return new(ErrorKind.Overloaded, $"{wanted}: {string.Join(", ", loading)} {(loading.Count == 1 ? "is" : "are")} still loading; try again shortly.", "backend_loading", "model") { RetryAfter = s_loadingRetry };
        }
        if (name.Length == 0) return new(ErrorKind.BadRequest, "The request names no model, and no backend has one yet.", "model_required", "model");
        var near = NearestNames.Find(name, now.Names, 3);
        var offline = now.Backends.Where(b => b.State.Status == BackendStatus.Offline).Select(b => b.Name).ToList();
        var hint = near.Count > 0 ? $" Did you mean {string.Join(", ", near.Select(n => $"\"{n}\""))}?" : now.Names.Count == 0 ? " No backend has any model yet." : "";
        var missing = offline.Count > 0 ? $" Offline now: {string.Join(", ", offline)}." : "";
        return new(ErrorKind.NotFound, $"The model \"{name}\" does not exist.{hint}{missing}", "model_not_found", "model");
    }

    private static bool IsUp(Target target) => target.Backend.State.Status != BackendStatus.Offline && !target.Backend.Breaker.IsOpen;

    /// <summary>Rendezvous hashing: each conversation has its own order of backends, which the coming and going of others does not change.</summary>
    private static ulong Mix(ulong a, ulong b)
    {
        var x = (a ^ b) * 0x9E3779B97F4A7C15;
        x ^= x >> 29;
        x *= 0xBF58476D1CE4E5B9;
        return x ^ (x >> 32);
    }
}
