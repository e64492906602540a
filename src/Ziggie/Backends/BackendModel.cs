using Ziggie.Wire;

namespace Ziggie.Backends;

/// <summary>A model that a backend answers to.</summary>
/// <param name="Listing">What the backend says of it; <see cref="ModelListing.Digest"/> equal means the same model.</param>
/// <param name="Running">Set while it is in memory; null where it is not, or the backend does not tell.</param>
public sealed record BackendModel(ModelListing Listing, RunningModel? Running = null)
{
    /// <summary>A model of which nothing but the name is known.</summary>
    public BackendModel(string name)
        : this(new ModelListing(name))
    {
    }

    public string Name => Listing.Name;

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether a look at the catalog would show a difference; when it is unloaded is not one.</summary>
    public bool Equals(BackendModel? other) =>
        other is not null && Name == other.Name && Listing.Digest == other.Listing.Digest && Listing.Size == other.Listing.Size
        && Running is null == other.Running is null && Running?.SizeVram == other.Running?.SizeVram && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(Name, Listing.Digest);
}
