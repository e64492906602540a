using System.Text.Json;
using Ziggie.Backends;
using Ziggie.Engine.Host;
using Ziggie.Feeds;
using Ziggie.Models.Library;
using Ziggie.Settings;

namespace Ziggie.Models.Engine;

/// <summary>What others see of the engine: its offer to the gateway, and its view for people, who are told when it changes.</summary>
internal sealed class EngineShown(ISettings settings, ModelLibrary library, EngineBuild build, IFeeds feeds)
{
    private string? _told;
    private EngineOffer _offer = EngineOffer.None;

    public EngineOffer Offer => Volatile.Read(ref _offer);

    /// <summary>The offer has changed.</summary>
    public event Action? Changed;

    /// <param name="state">What the process said last; null while it does not run.</param>
    /// <param name="pid">Of the process; null while it does not run.</param>
    public EngineView View(EngineState? state, int? pid)
    {
        var reason = Offer.Reason;
        return new EngineView(reason is not null ? "unavailable" : state is not null ? "running" : "idle", build.Version, reason?.Message, reason?.Code, pid, state?.MemoryBudget, state?.Devices ?? [], state?.Models ?? []);
    }

    /// <param name="trouble">Why the process is not up, where it should be.</param>
    public void Renew(EngineSetup setup, EngineState? state, int? pid, BackendReason? trouble)
    {
        var models = settings.Current.Engine.Enabled ? Listings(setup, state) : [];
        var slots = setup.Models.Select(m => m.Slots).DefaultIfEmpty(1).Max();
        var offer = new EngineOffer(models, slots, build.Version, build.Problem ?? trouble);
        var before = Interlocked.Exchange(ref _offer, offer);
        Tell(View(state, pid));
        if (before.Reason != offer.Reason || before.Slots != offer.Slots || !before.Models.SequenceEqual(offer.Models)) Changed?.Invoke();
    }

    private void Tell(EngineView view)
    {
        var text = JsonSerializer.Serialize(view, ModelsJson.Default.EngineView);
        if (Interlocked.Exchange(ref _told, text) != text) feeds.Publish(EngineService.Topic, "engine.changed", view, ModelsJson.Default.EngineView);
    }

    private List<BackendModel> Listings(EngineSetup setup, EngineState? state)
    {
        var specs = setup.Models.ToDictionary(m => m.Name);
        var states = state?.Models.ToDictionary(m => m.Name) ?? [];
        return [.. library.Current.Where(m => specs.ContainsKey(m.Name)).Select(m => EngineListing.Of(m, specs[m.Name], states.GetValueOrDefault(m.Name)))];
    }
}
