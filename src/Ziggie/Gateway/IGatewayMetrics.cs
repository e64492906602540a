using Ziggie.Usage;

namespace Ziggie.Gateway;

/// <summary>Takes what <c>/metrics</c> and the overview show of a finished exchange.</summary>
internal interface IGatewayMetrics
{
    /// <param name="overheadMicros">Ziggie's own time before the request went out, without waiting in the queue; -1 where it did not go out.</param>
    void Observe(Exchange exchange, in UsageRecord record, long overheadMicros);
}
