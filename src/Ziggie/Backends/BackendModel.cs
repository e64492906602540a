namespace Ziggie.Backends;

/// <summary>A model that a backend answers to.</summary>
/// <param name="Name">The backend's own name for it.</param>
/// <param name="Digest">Hash of its weights where the backend tells (Ollama); equal digests are the same model.</param>
/// <param name="SizeBytes">Size on disk, or null.</param>
/// <param name="Loaded">In memory now; null where the backend does not tell.</param>
public sealed record BackendModel(string Name, string? Digest = null, long? SizeBytes = null, bool? Loaded = null)
{
    public DateTimeOffset? ModifiedAt { get; init; }
    public string? Family { get; init; }
    public string? ParameterSize { get; init; }
    public string? Quantization { get; init; }
    public int? ContextLength { get; init; }
    public long? VramBytes { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public IReadOnlyList<string> Capabilities { get; init; } = [];
    public IReadOnlyList<string> Roles { get; init; } = [];

    public bool Equals(BackendModel? other) =>
        other is not null && Name == other.Name && Digest == other.Digest && SizeBytes == other.SizeBytes && Loaded == other.Loaded && ContextLength == other.ContextLength && VramBytes == other.VramBytes && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(Name, Digest);
}
