using Ziggie.Engine.Host;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Models on this machine's disk.</summary>
/// <param name="Names">Those that Ziggie's own engine could serve.</param>
/// <param name="Bad">Files that cannot be used.</param>
internal sealed record ModelFilesEvidence(IReadOnlyList<string> Names, IReadOnlyList<BadModelFile> Bad)
{
    public static readonly ModelFilesEvidence None = new([], []);
}

/// <summary>What keeps a model file from being used.</summary>
internal enum FileFault { Missing, Unreadable, Empty, Damaged, UnreadableForServer }

/// <param name="Model">The model that it belongs to; the folder's name where a whole folder can't be looked into.</param>
/// <param name="Detail">What the system or the reader said, or the file's owner and mode.</param>
/// <param name="Server">The process that has to read it; null for Ziggie itself.</param>
internal sealed record BadModelFile(string Model, string Path, FileFault Fault, string Detail, int? Server = null);

/// <summary>Ziggie's own engine as it runs.</summary>
/// <param name="Devices">What it computes on.</param>
/// <param name="Variant">What its libraries were built for, e.g. <c>llama.cpp b6500 cuda</c>.</param>
/// <param name="GpuLayers">As the settings say; null where they say nothing.</param>
internal sealed record EngineEvidence(IReadOnlyList<EngineDevice> Devices, IReadOnlyList<ModelState> Models, string? Variant, int? GpuLayers);

/// <summary>Requests that filled a model's context.</summary>
/// <param name="Context">In tokens.</param>
/// <param name="Requests">How many, of the last 24 hours.</param>
/// <param name="Largest">The most input tokens of one.</param>
internal sealed record FullContext(string Backend, string Model, int Context, int Requests, int Largest);
