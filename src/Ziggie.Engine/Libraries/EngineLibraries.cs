namespace Ziggie.Engine.Libraries;

/// <summary>A build of llama.cpp that can be loaded.</summary>
/// <param name="Folder">Holds the libraries; ggml looks in it for the ones that fit the processor.</param>
/// <param name="Version">As far as the file names tell it; null for a build that does not say.</param>
/// <param name="Llama">Path of libllama.</param>
/// <param name="Ggml">Path of libggml, which loads the backends.</param>
/// <param name="GgmlBase">Path of libggml-base.</param>
/// <param name="FallbackFolder">Holds the CUDA backend for an older CUDA, for where the one in <paramref name="Folder"/> does not load.</param>
public sealed record EngineLibraries(string Folder, EngineVariant Variant, string? Version, string Llama, string Ggml, string GgmlBase, string? FallbackFolder);

/// <summary>Whether a folder's libraries can be used.</summary>
public enum EngineState { Found, Missing, Incomplete, WrongVersion, WrongPlatform }

/// <summary>A folder that was looked into.</summary>
/// <param name="Problem">Why it cannot be used, and how to mend it.</param>
public sealed record EngineCandidate(string Folder, EngineState State, EngineLibraries? Libraries, string? Problem);

/// <summary>What looking for the libraries gave.</summary>
/// <param name="Libraries">The ones to use; null where there are none.</param>
/// <param name="Problem">Why there are none, and how to mend it.</param>
/// <param name="Looked">Every folder looked into, in that order.</param>
public sealed record EngineSearch(EngineLibraries? Libraries, string? Problem, IReadOnlyList<EngineCandidate> Looked);
