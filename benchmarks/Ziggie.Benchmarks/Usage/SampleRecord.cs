using Ziggie.Usage;
using Ziggie.Wire;

namespace Ziggie.Benchmarks.Usage;

/// <summary>A usage record as a gateway makes it.</summary>
internal static class SampleRecord
{
    public static UsageRecord Typical() => new()
    {
        StartedAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
        RequestId = "req_0123456789abcdef",
        UserId = "01JX0000000000000000000001",
        KeyId = "01JX0000000000000000000002",
        Door = "openai.chat",
        RequestedModel = "smart",
        Model = "llama3.2:3b",
        Backend = "coordinator",
        Route = "alias",
        Status = 200,
        Tokens = new TokenUsage(1200, 340, 1000),
        QueueMicros = 120,
        FirstTokenMicros = 240_000,
        TotalMicros = 3_400_000,
        Client = "OpenAI/Python 1.99.0",
        Address = "192.168.10.20",
    };
}
