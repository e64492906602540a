namespace Ziggie.Models.Library;

/// <summary>Where a model lies.</summary>
public enum ModelSource
{
    /// <summary>A file that somebody put into the models folder.</summary>
    Folder,

    /// <summary>Pulled from a registry into Ziggie's own store.</summary>
    Store,

    /// <summary>In a store of Ollama, used in place.</summary>
    Ollama,
}
