namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>All that is known of one port in one network.</summary>
internal sealed record PortReport(
    IpProtocol Protocol, int Port, long Namespace, IReadOnlyList<Listener> Listeners, IReadOnlyList<Answer> Answers, IReadOnlyList<PortConflict> Conflicts);

/// <summary>Whether one server answers, or several that the caller cannot choose between.</summary>
internal enum AnswerKind { Nobody, One, Alternating, Undefined }

/// <summary>Who answers a caller on this machine.</summary>
/// <param name="To">What the caller names: <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>, <c>outside</c> (any other address of this machine, IPv4), <c>outside IPv6</c>, or another address that is bound.</param>
internal sealed record Answer(string To, AnswerKind Kind, IReadOnlyList<Listener> By);

/// <summary>What is wrong with a port.</summary>
internal enum ConflictKind
{
    /// <summary>Several servers share one address.</summary>
    Shared,

    /// <summary>A socket for a specific address takes what callers mean for another server.</summary>
    Shadowed,

    /// <summary>The same, and the other server is in a container.</summary>
    NativeBeforeContainer,

    /// <summary>The two loopback addresses reach different servers.</summary>
    SplitLocalhost,

    /// <summary>The recorded process has ended, and others hold the socket on.</summary>
    RecordedPidGone,
}

/// <summary>Something wrong, in words and as data.</summary>
/// <param name="Cause">What is so, and why.</param>
/// <param name="Fix">What would mend it.</param>
/// <param name="To">The addresses at which a caller meets it.</param>
/// <param name="Winners">Who answers there.</param>
/// <param name="Losers">Who does not, though listening.</param>
internal sealed record PortConflict(ConflictKind Kind, string Cause, string Fix, IReadOnlyList<string> To, IReadOnlyList<Listener> Winners, IReadOnlyList<Listener> Losers)
{
    public string Text => $"{Cause} {Fix}";
}
