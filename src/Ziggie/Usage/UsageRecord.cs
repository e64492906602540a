using Ziggie.Transport;
using Ziggie.Wire;

namespace Ziggie.Usage;

/// <summary>One finished model request, however it ended.</summary>
public readonly record struct UsageRecord
{
    /// <summary>Unix milliseconds when the request came.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The request's id, also sent as <c>x-request-id</c>.</summary>
    public required string RequestId { get; init; }
    public required string UserId { get; init; }
    public string? KeyId { get; init; }

    /// <summary>Door it came through: the format's name, e.g. <c>openai.chat</c>.</summary>
    public required string Door { get; init; }

    /// <summary>Name the caller used (cut to 256 characters); empty where it could not be read.</summary>
    public string RequestedModel { get; init; }

    /// <summary>Name at the backend; empty where none was reached.</summary>
    public string Model { get; init; }
    public string Backend { get; init; }

    /// <summary>Why this backend: <c>exact</c>, <c>alias</c>, <c>latest</c>, <c>named</c>, <c>default</c>.</summary>
    public string Route { get; init; }

    /// <summary>HTTP status the caller saw; 499 where the caller left.</summary>
    public required int Status { get; init; }

    /// <summary>Short code of the failure, or null.</summary>
    public string? Error { get; init; }
    public required TokenUsage Tokens { get; init; }

    /// <summary>The counts are Ziggie's estimate since the backend told none (cancelled, failed).</summary>
    public bool Estimated { get; init; }
    public bool Streamed { get; init; }

    /// <summary>Microseconds from arrival: waiting in the queue, first content, end. -1 where it did not happen.</summary>
    public long QueueMicros { get; init; }
    public long FirstTokenMicros { get; init; }
    public long TotalMicros { get; init; }

    /// <summary>The caller's User-Agent, cut to 200 characters.</summary>
    public string? Client { get; init; }
    public string? Address { get; init; }
}

/// <summary>Takes the record of a finished request.</summary>
public interface IUsageRecorder
{
    /// <summary>
    /// Writes the record to the journal (a <c>write</c>, not a sync) before what it returns is over: the reply's last bytes wait for that. Never
    /// throws; a full disk is counted and told by <see cref="Trouble"/>.
    /// </summary>
    TurnEnd Record(in UsageRecord record);

    /// <summary>Why records cannot be kept now, or null. Shown by <c>/health</c>.</summary>
    string? Trouble { get; }

    /// <summary>Prompt and completion tokens of the key in the current calendar month (UTC), records still in the journal included. From memory.</summary>
    long MonthTokens(string keyId);
}
