namespace Ziggie.Models.Pulls;

/// <summary>Why a model was not pulled.</summary>
internal enum PullFault
{
    /// <summary>The name, address or digest cannot be one.</summary>
    BadRequest,

    /// <summary>The caller may not have this model.</summary>
    NotAllowed,

    /// <summary>Where it was asked for there is no such thing.</summary>
    NotFound,

    /// <summary>Something else goes by that name already.</summary>
    Conflict,

    /// <summary>The other side did not answer, refused, or answered with what it should not.</summary>
    Source,

    /// <summary>What came is not what was asked for.</summary>
    Corrupt,

    /// <summary>No room on the disk, or it cannot be written.</summary>
    Disk,

    /// <summary>Too much waits already.</summary>
    Busy,

    /// <summary>Somebody ended it.</summary>
    Cancelled,
}

/// <summary>A pull ended without its model. The message says what, where and how to mend it.</summary>
internal sealed class PullException(PullFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public PullFault Fault { get; } = fault;
}
