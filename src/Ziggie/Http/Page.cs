namespace Ziggie.Http;

/// <summary>One page of a list.</summary>
/// <param name="Next">Pass as <c>?cursor=</c> for the page after it; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
