using System.Net;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>How one backend showed itself, layer by layer. A layer that was not come to is null or empty.</summary>
/// <param name="Url">Null for those without an address of their own: the engine, the simulator inside.</param>
internal sealed record BackendEvidence(BackendSettings Settings, Uri? Url)
{
    public string Target => Evidence.TargetOf(Settings);
    public NameEvidence? Name { get; init; }

    /// <summary>One for each address, in the order in which programs try them.</summary>
    public IReadOnlyList<ConnectionEvidence> Connections { get; init; } = [];

    /// <summary>What was asked over HTTP, at the first address that took a connection.</summary>
    public IReadOnlyList<HttpEvidence> Answers { get; init; } = [];

    /// <summary>What it is if it speaks no HTTP; null where it does, or was not asked.</summary>
    public WireEvidence? Wire { get; init; }

    public ServerIdentity? Identity { get; init; }
    public ModelsEvidence? Models { get; init; }

    /// <summary>It answers as its type should, model list included.</summary>
    public bool IsWell => Models is not null;

    public int Port => Url?.Port ?? 0;

    /// <summary>The connection that requests go over; null where none is taken.</summary>
    public ConnectionEvidence? Open => Connections.FirstOrDefault(c => c.Outcome == ConnectionOutcome.Accepted);

    /// <summary>The answer to the question for its models; null where it was not asked.</summary>
    public HttpEvidence? List => Answers.Count > 0 ? Answers[0] : null;
}

/// <summary>What came of looking a name up.</summary>
internal enum NameOutcome { Found, NotFound, TimedOut, Failed }

/// <param name="IsLiteral">The host is an address, and nothing was looked up.</param>
internal sealed record NameEvidence(string Host, bool IsLiteral, NameOutcome Outcome, IReadOnlyList<IPAddress> Addresses, string? Error, TimeSpan Took);

/// <summary>What came of a connection.</summary>
internal enum ConnectionOutcome
{
    Accepted,
    Refused,
    TimedOut,

    /// <summary>No way there: no route, network down, forbidden.</summary>
    Unreachable,
}

internal sealed record ConnectionEvidence(IPAddress Address, int Port, ConnectionOutcome Outcome, string? Error, TimeSpan Took);

/// <summary>What came of a request.</summary>
internal enum HttpOutcome
{
    Answered,

    /// <summary>The connection was taken and then reset or closed without a byte.</summary>
    Dropped,

    /// <summary>No head of a reply in time.</summary>
    NoHead,

    /// <summary>A head, but the body did not come to its end in time.</summary>
    NoEnd,
    NotHttp,
    Tls,
}

/// <param name="HostHeader">Where another than the URL's was sent.</param>
internal sealed record HttpEvidence(string Path, string? HostHeader, IPAddress Via, HttpOutcome Outcome, TimeSpan Took)
{
    public int Status { get; init; }
    public string? Server { get; init; }
    public string? ContentType { get; init; }

    /// <summary>When its head came.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What the server takes for the time.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Where a redirect leads; it is not followed.</summary>
    public string? Location { get; init; }

    /// <summary>Its first 256 KiB.</summary>
    public byte[] Body { get; init; } = [];
    public string? Error { get; init; }
}

/// <summary>What a server does that does not answer HTTP requests.</summary>
/// <param name="First">The first bytes that it sends, to a plain request or by itself; empty where it sends none.</param>
/// <param name="SpeaksTls">Whether it takes a TLS handshake.</param>
internal sealed record WireEvidence(byte[] First, bool SpeaksTls);

/// <summary>Kinds of servers that can be told apart.</summary>
internal enum ServerKind { Unknown, Ollama, LlamaServer, Vllm, LmStudio, OpenAi, Anthropic, Simulator, Ziggie, ComfyUi, WebPage }

/// <param name="How">The answer that told it.</param>
internal sealed record ServerIdentity(ServerKind Kind, string? Version, string How);

/// <param name="Listed">As the backend names them.</param>
/// <param name="Running">In memory now; empty where the backend does not tell.</param>
internal sealed record ModelsEvidence(IReadOnlyList<ModelListing> Listed, IReadOnlyList<RunningModel> Running);
