using Ziggie.Usage;
using Ziggie.Wire;

namespace Ziggie.Tests.Usage;

/// <summary>Usage records as tests need them.</summary>
internal static class Samples
{
    /// <summary>Where <see cref="Support.ManualTime"/> begins.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static UsageRecord Record(string id = "r", long? at = null, string user = "u1", string? key = "k1", string model = "m1", string backend = "b1", int status = 200,
        string? error = null, int prompt = 10, int completion = 20, int cached = 0, long first = 200_000, long total = 900_000, string? client = "test/1.0") => new()
        {
            StartedAt = at ?? Start.ToUnixTimeMilliseconds(),
            RequestId = id,
            UserId = user,
            KeyId = key,
            Door = "openai.chat",
            RequestedModel = model,
            Model = model,
            Backend = backend,
            Route = "exact",
            Status = status,
            Error = error,
            Tokens = new TokenUsage(prompt, completion, cached),
            Streamed = true,
            QueueMicros = 1_000,
            FirstTokenMicros = first,
            TotalMicros = total,
            Client = client,
            Address = "127.0.0.1",
        };

    /// <summary>Anything that a gateway may record, the same for the same seed.</summary>
    public static IEnumerable<UsageRecord> Random(int seed, int count, DateTimeOffset from, TimeSpan within)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var failed = random.Next(5) == 0;
            var total = (long)Math.Exp(random.NextDouble() * 14 + 4);
            yield return Record(
                $"s{seed}-{i}",
                from.ToUnixTimeMilliseconds() + random.NextInt64((long)within.TotalMilliseconds),
                $"u{random.Next(3)}",
                random.Next(4) == 0 ? null : $"k{random.Next(4)}",
                failed && random.Next(2) == 0 ? "" : $"m{random.Next(3)}",
                $"b{random.Next(2)}",
                failed ? random.Next(2) == 0 ? 429 : 502 : 200,
                failed || random.Next(10) == 0 ? "oops" : null,
                random.Next(-1, 5_000),
                random.Next(-1, 2_000),
                random.Next(-1, 100),
                failed ? -1 : total / 3,
                total);
        }
    }
}
