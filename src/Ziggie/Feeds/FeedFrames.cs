using System.Buffers;
using System.Text.Json;

namespace Ziggie.Feeds;

/// <summary>The messages that watchers get, as UTF-8 JSON on one line.</summary>
internal static class FeedFrames
{
    public static ReadOnlyMemory<byte> Ping { get; } = "{\"type\":\"ping\"}"u8.ToArray();

    public static byte[] Event(FeedEvent news) => Write(json =>
    {
        json.WriteString("type"u8, "event"u8);
        json.WriteString("topic"u8, news.Topic);
        json.WriteString("event"u8, news.Type);
        json.WriteNumber("id"u8, news.Id);
        WriteData(json, news.Data);
    });

    public static byte[] Snapshot(string topic, long asOf, ReadOnlyMemory<byte> data) => Write(json =>
    {
        json.WriteString("type"u8, "snapshot"u8);
        json.WriteString("topic"u8, topic);
        json.WriteNumber("id"u8, asOf);
        WriteData(json, data);
    });

    public static byte[] Unsubscribed(string topic) => Write(json =>
    {
        json.WriteString("type"u8, "unsubscribed"u8);
        json.WriteString("topic"u8, topic);
    });

    public static byte[] Error(string? topic, string code, string message) => Write(json =>
    {
        json.WriteString("type"u8, "error"u8);
        if (topic is not null) json.WriteString("topic"u8, topic);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
    });

    /// <summary>Data of an event in <c>/api/events</c>.</summary>
    public static byte[] Streamed(FeedEvent news) => Write(json =>
    {
        json.WriteNumber("id"u8, news.Id);
        json.WriteString("topic"u8, news.Topic);
        json.WriteString("event"u8, news.Type);
        json.WriteString("at"u8, news.At);
        WriteData(json, news.Data);
    });

    public static byte[] Gap(long after, long oldest) => Write(json =>
    {
        json.WriteNumber("after"u8, after);
        json.WriteNumber("knownSince"u8, oldest);
        json.WriteString("message"u8, "Events between these two ids are no longer known: read again what you show."u8);
    });

    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        json.WritePropertyName("data"u8);
        if (data.IsEmpty) json.WriteNullValue();
        else json.WriteRawValue(data.Span, skipInputValidation: true);
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        body(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
