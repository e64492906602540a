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

    public ServerIdentity? Identity { get; init; }
    public ModelsEvidence? Models { get; init; }

    /// <summary>It answers as its type should, model list included.</summary>
    public bool IsWell => Models is not null;

    public int Port => Url?.Port ?? 0;
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

    /// <summary>What the server takes for the time.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Where a redirect leads; it is not followed.</summary>
    public string? Location { get; init; }

    /// <summary>Its first 256 KiB.</summary>
    public byte[] Body { get; init; } = [];
    public string? Error { get; init; }
}

/// <summary>Kinds of servers that can be told apart.</summary>
internal enum ServerKind { Unknown, Ollama, LlamaServer, Vllm, LmStudio, OpenAi, Anthropic, Simulator, Ziggie, ComfyUi, WebPage }

/// <param name="How">The answer that told it.</param>
internal sealed record ServerIdentity(ServerKind Kind, string? Version, string How);

/// <param name="Listed">As the backend names them.</param>
/// <param name="Running">In memory now; empty where the backend does not tell.</param>
internal sealed record ModelsEvidence(IReadOnlyList<ModelListing> Listed, IReadOnlyList<RunningModel> Running);
