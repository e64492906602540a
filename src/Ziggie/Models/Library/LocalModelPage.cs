namespace Ziggie.Models.Library;

/// <summary>Models on disk.</summary>
/// <param name="Folder">The models folder: a GGUF file put there is found within seconds.</param>
internal sealed record LocalModelPage(IReadOnlyList<LocalModelView> Items, string? Next, string Folder);
