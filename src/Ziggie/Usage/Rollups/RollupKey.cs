namespace Ziggie.Usage.Rollups;

/// <summary>What one rollup row is about. Texts are empty where there is none.</summary>
internal readonly record struct RollupKey(RollupSpan Span, long Bucket, string Backend, string Model, string KeyId, string UserId, int Status)
{
    public static RollupKey Of(RollupSpan span, in UsageRecord record) =>
        new(span, span.Floor(record.StartedAt), record.Backend, record.Model, record.KeyId ?? "", record.UserId, record.Status);

    /// <summary>The longer stretch that this one lies in.</summary>
    public RollupKey In(RollupSpan span) => this with { Span = span, Bucket = span.Floor(Bucket) };
}
