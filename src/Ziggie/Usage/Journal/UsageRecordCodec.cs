using Ziggie.Wire;

namespace Ziggie.Usage.Journal;

/// <summary>A usage record as bytes. The first byte is the layout's version, so that a newer Ziggie reads an older one's journal.</summary>
internal static class UsageRecordCodec
{
    private const byte Version = 1;
    private const byte Estimated = 1;
    private const byte Streamed = 2;

    /// <summary>Writes the record; the texts' bounds together keep it under <see cref="JournalFrame.MaxSize"/>.</summary>
    public static int Encode(in UsageRecord record, Span<byte> into)
    {
        var writer = new PayloadWriter(into);
        writer.Byte(Version);
        writer.Byte((byte)((record.Estimated ? Estimated : 0) | (record.Streamed ? Streamed : 0)));
        writer.Number(record.StartedAt);
        writer.Number(record.Status);
        writer.Optional(record.Tokens.Prompt);
        writer.Optional(record.Tokens.Completion);
        writer.Optional(record.Tokens.Cached);
        writer.Optional(record.Tokens.Reasoning);
        writer.Optional(record.QueueMicros);
        writer.Optional(record.FirstTokenMicros);
        writer.Optional(record.TotalMicros);
        writer.Text(record.RequestId, 64);
        writer.Text(record.UserId, 64);
        writer.Text(record.KeyId, 64);
        writer.Text(record.Door, 48);
        writer.Text(record.RequestedModel, 256);
        writer.Text(record.Model, 256);
        writer.Text(record.Backend, 128);
        writer.Text(record.Route, 64);
        writer.Text(record.Error, 64);
        writer.Text(record.Client, 200);
        writer.Text(record.Address, 64);
        return writer.Length;
    }

    /// <summary>Reads a record; false where the bytes are of a version that this Ziggie does not know.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, TextPool pool, out UsageRecord record)
    {
        record = default;
        var reader = new PayloadReader(payload, pool);
        if (reader.Byte() != Version) return false;
        var flags = reader.Byte();
        record = new UsageRecord
        {
            Estimated = (flags & Estimated) != 0,
            Streamed = (flags & Streamed) != 0,
            StartedAt = reader.Number(),
            Status = (int)reader.Number(),
            Tokens = new TokenUsage(reader.OptionalInt(), reader.OptionalInt(), reader.OptionalInt(), reader.OptionalInt()),
            QueueMicros = reader.Optional(),
            FirstTokenMicros = reader.Optional(),
            TotalMicros = reader.Optional(),
            RequestId = reader.Text() ?? "",
            UserId = reader.Text() ?? "",
            KeyId = reader.Text(),
            Door = reader.Text() ?? "",
            RequestedModel = reader.Text() ?? "",
            Model = reader.Text() ?? "",
            Backend = reader.Text() ?? "",
            Route = reader.Text() ?? "",
            Error = reader.Text(),
            Client = reader.Text(),
            Address = reader.Text(),
        };
        return !reader.Failed;
    }
}
