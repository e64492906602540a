using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>What came of trying one backend.</summary>
internal enum AttemptOutcome
{
    /// <summary>The reply went to the caller to its end.</summary>
    Done,

    /// <summary>The backend answered with an error of the request's own making, which was or is to be told to the caller: no other backend would do better.</summary>
    Refused,

    /// <summary>The backend failed before anything was passed on: another may be tried.</summary>
    Failed,

    /// <summary>As <see cref="Failed"/>, but it says nothing against the backend's health (its key, its rate limit).</summary>
    Declined,

    /// <summary>The backend says that it is still loading: worth asking again in a moment.</summary>
    Loading,

    /// <summary>It failed after content had been passed on.</summary>
    Broken,

    /// <summary>The exchange was aborted.</summary>
    Aborted,
}

/// <summary>The outcome and, unless done, the error to tell.</summary>
internal readonly record struct AttemptResult(AttemptOutcome Outcome, WireError? Error = null)
{
    /// <summary>An error body of the caller's own dialect, passed through as it came, with its status.</summary>
    public (int Status, byte[] Body, string ContentType)? Verbatim { get; init; }
}
