namespace Ziggie.Conversations;

/// <summary>Why a generation was cut off.</summary>
internal enum GenerationEnd
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Its user asked for it.</summary>
    Stopped,

    /// <summary>Its user lost the right.</summary>
    Revoked,

    /// <summary>Ziggie stops.</summary>
    Interrupted,

    /// <summary>The reply grew past its bound.</summary>
    TooLong,

    /// <summary>Its message is no longer there, or was ended from elsewhere.</summary>
    Gone,
}
