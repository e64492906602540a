using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Usage.Metrics;

/// <summary>What the metrics are told about one finished model request. All texts come from the catalog or the configuration, never from a caller or a backend's reply.</summary>
internal readonly record struct GatewayObservation
{
    public required Operation Operation { get; init; }

    /// <summary>Null where no backend was reached.</summary>
    public BackendType? Provider { get; init; }

    /// <summary>Name of the backend; null where none was reached.</summary>
    public string? Backend { get; init; }

    /// <summary>The alias or catalog name that the caller's name was resolved to; null where it was not.</summary>
    public string? RequestModel { get; init; }

    /// <summary>The name at the backend.</summary>
    public string? ResponseModel { get; init; }
    public required int Status { get; init; }
    public GatewayFailure Failure { get; init; }

    /// <summary>Microseconds spent in Ziggie itself: neither queue nor backend. -1 where unknown.</summary>
    public required long OverheadMicros { get; init; }

    /// <summary>Microseconds from arrival to first content; -1 where there was none.</summary>
    public required long FirstTokenMicros { get; init; }

    /// <summary>Microseconds from arrival to end.</summary>
    public required long TotalMicros { get; init; }
    public bool Streamed { get; init; }
    public required TokenUsage Tokens { get; init; }

    public bool IsError => RequestOutcome.IsError(Status, Failure != GatewayFailure.None);
}

/// <summary>Takes what <c>/metrics</c> and the live overview count.</summary>
internal interface IGatewayMetrics
{
    /// <summary>Counts one finished request. Less than a microsecond, no lock, no allocation once a model is known.</summary>
    void Observe(in GatewayObservation observation);
}
