namespace Ziggie.Backends.Upstream;

/// <summary>How a reply's body is delimited.</summary>
internal enum BodyKind { None, Length, Chunked, UntilClose }

/// <summary>What a gateway needs of a reply's head.</summary>
internal struct ResponseHead
{
    public int Status;
    public BodyKind Body;
    public long Length;
    public bool KeepAlive;

    /// <summary>Content-Type as sent, without checking.</summary>
    public string? ContentType;

    /// <summary>Retry-After in seconds, or -1.</summary>
    public int RetryAfter;

    public readonly bool IsEventStream => ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
    public readonly bool IsNdjson => ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) == true;
    public readonly bool IsJson => ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
