namespace Ziggie.Models.Pulls;

/// <summary>What a caller wants pulled.</summary>
/// <param name="Model">A registry's name such as <c>llama3.2:3b</c> or <c>hf.co/ORG/REPO:Q4_K_M</c>, or the address of a .gguf file.</param>
/// <param name="Sha256">For an address: what the file must hash to.</param>
/// <param name="Name">For an address: what to call the file here.</param>
/// <param name="Stream">False: one answer at the end.</param>
/// <param name="Detach">True: it is answered at once and the pull goes on by itself.</param>
internal sealed record PullRequest(string? Model, string? Sha256 = null, string? Name = null, bool? Stream = null, bool? Detach = null);
