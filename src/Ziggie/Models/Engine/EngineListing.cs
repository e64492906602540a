using Ziggie.Backends;
using Ziggie.Engine.Gguf;
using Ziggie.Engine.Host;
using Ziggie.Models.Library;
using Ziggie.Wire;

namespace Ziggie.Models.Engine;

/// <summary>A model on disk as lists of models show it.</summary>
internal static class EngineListing
{
    private static List<string> Words(ModelCapabilities capabilities) =>
        [.. Enum.GetValues<ModelCapabilities>().Where(c => c != ModelCapabilities.None && capabilities.HasFlag(c)).Select(c => c.ToString().ToLowerInvariant())];

    public static BackendModel Of(LocalModel model, ModelSpec spec, ModelState? state)
    {
        var info = model.Info!;
        var listing = new ModelListing(model.Name, model.Digest, model.SizeBytes, model.ModifiedAt, info.Architecture, info.ParameterSize, info.Quantised)
        {
            Format = "gguf",
            ContextLength = spec.Context,
            Capabilities = Words(info.Capabilities),
            OwnedBy = "local",
        };
        return new BackendModel(listing, state is { State: "loaded" } ? new RunningModel(listing with { Size = state.Memory, ContextLength = state.Context }, state.ExpiresAt, (long)(state.Memory * state.GpuShare)) : null);
    }
}
