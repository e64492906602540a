namespace Ziggie.Models.Library;

/// <summary>Why a model was not removed.</summary>
public enum ModelLibraryFault
{
    NotFound,
    ReadOnly,
    Disk,
}

/// <summary>A model that cannot be removed; the message is for people.</summary>
public sealed class ModelLibraryException(ModelLibraryFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public ModelLibraryFault Fault { get; } = fault;
}
