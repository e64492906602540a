using Ziggie.Wire;

namespace Ziggie.Backends.Probes;

/// <summary>From a dialect's listing to a catalog's model.</summary>
internal static class ProbeModels
{
    /// <param name="loaded">The model's line in the list of loaded ones; null where it is not in it.</param>
    public static BackendModel From(ModelListing listing, ModelListing? loaded) => new(listing.Name, listing.Digest, listing.Size)
    {
        ModifiedAt = listing.ModifiedAt,
        Family = listing.Family,
        ParameterSize = listing.ParameterSize,
        Quantization = listing.Quantization,
        Capabilities = listing.Capabilities,
        Loaded = loaded is null ? null : true,
    };
}
