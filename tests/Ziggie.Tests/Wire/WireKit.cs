using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

/// <summary>Short ways to read and write requests and replies as text.</summary>
internal static class WireKit
{
    private static readonly JsonSerializerOptions Readable = new() { Converters = { new PartConverter() }, WriteIndented = true };

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static ModelRequest ReadRequest(this WireFormat format, string body) => format.ReadRequest(Encoding.UTF8.GetBytes(body));

    public static WireError RequestError(this WireFormat format, string body) => Assert.Throws<WireException>(() => format.ReadRequest(body)).Error;

    public static (string Body, IReadOnlyList<string> Dropped) WriteRequest(this WireFormat format, ModelRequest request, string model = "m")
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = new DroppedFields();
        format.WriteRequest(request, model, output, dropped);
        return (Encoding.UTF8.GetString(output.WrittenSpan), dropped.Names);
    }

    public static WireError WriteError(this WireFormat format, ModelRequest request) => Assert.Throws<WireException>(() => format.WriteRequest(request)).Error;

    /// <summary>Reads a reply as it would come: frame by frame, or as one body.</summary>
    public static RecordedReply ReadReply(this WireFormat format, bool stream, string reply)
    {
        var recorded = new RecordedReply();
        format.Feed(stream, Encoding.UTF8.GetBytes(reply), recorded);
        return recorded;
    }

    /// <returns>Whether the reply came to its proper end.</returns>
    public static bool Feed(this WireFormat format, bool stream, ReadOnlySpan<byte> reply, IReplySink sink)
    {
        var reader = format.CreateReader(stream);
        if (!stream)
        {
            reader.Read(default, reply, sink);
            return reader.Finished;
        }
        while (Frames.TryRead(format.Framing, reply, out var frame, out var consumed))
        {
            if (!frame.IsComment) reader.Read(frame.EventName, frame.Data, sink);
            reply = reply[consumed..];
        }
        return reader.Finished;
    }

    public static string WriteReply(this WireFormat format, bool stream, Action<ReplyWriter> write, TimeProvider? time = null)
    {
        var output = new ArrayBufferWriter<byte>();
        write(format.CreateWriter(Context(format, stream, time), output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What a caller gets for this request when a model says this, to its end.</summary>
    public static string WriteReply(this WireFormat format, ModelRequest request, Action<ReplyWriter> says)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = format.CreateWriter(new ReplyContext("abc", "the-model", DateTimeOffset.FromUnixTimeSeconds(1700000000), request, TimeProvider.System), output);
        says(writer);
        writer.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a stream and tells whether it came to its proper end.</summary>
    public static RecordedReply ReadStream(this WireFormat format, string stream, out bool finished)
    {
        var recorded = new RecordedReply();
        finished = format.Feed(stream: true, Encoding.UTF8.GetBytes(stream), recorded);
        return recorded;
    }

    /// <summary>The data of each frame of an event stream.</summary>
    public static List<string> FramesOf(string stream)
    {
        var found = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(stream);
        while (Frames.TryRead(Framing.Sse, rest, out var frame, out var consumed))
        {
            found.Add(Encoding.UTF8.GetString(frame.Data));
            rest = rest[consumed..];
        }
        Assert.True(rest.IsEmpty, "the stream must end with a whole frame");
        return found;
    }

    /// <summary>All of a request as text, for comparing two: records of lists compare by reference.</summary>
    public static string Describe(this ModelRequest request) => JsonSerializer.Serialize(request, Readable);

    public static ReplyContext Context(WireFormat format, bool stream, TimeProvider? time = null)
    {
        time ??= new ManualTime(Start);
        var request = new ModelRequest { Operation = format.Operation, Source = format.Dialect, Model = "asked", Stream = stream, IncludeUsage = true };
        return new ReplyContext("42", "asked", Start, request, time) { StartedAt = time.GetTimestamp() };
    }

    public static void SameJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nactual   {actual}");

    public static JsonElement ParseJson(string text) => JsonElement.Parse(text);

    public static void Say(this ReplyWriter writer, string text) => writer.Text(Encoding.UTF8.GetBytes(text));

    public static void Think(this ReplyWriter writer, string text) => writer.Thinking(Encoding.UTF8.GetBytes(text));

    public static void Arguments(this ReplyWriter writer, int index, string json) => writer.ToolArguments(index, Encoding.UTF8.GetBytes(json));

    public static void End(this ReplyWriter writer, FinishReason reason = FinishReason.Stop, TokenUsage? usage = null)
    {
        writer.Finish(reason, null);
        writer.Usage(usage ?? new TokenUsage(11, 5));
        writer.Complete();
    }

    private sealed class PartConverter : JsonConverter<MessagePart>
    {
        public override MessagePart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, MessagePart value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("part", value.GetType().Name);
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
