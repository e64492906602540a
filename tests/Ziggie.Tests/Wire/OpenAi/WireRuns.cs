using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

/// <summary>Drives formats from and to text.</summary>
internal static class WireRuns
{
    private static readonly JsonSerializerOptions Readable = new() { Converters = { new PartConverter() }, WriteIndented = true };

    public static ModelRequest ReadRequest(this WireFormat format, string json) => format.ReadRequest(Encoding.UTF8.GetBytes(json));

    public static string WriteRequest(this WireFormat format, ModelRequest request, string model = "m", DroppedFields? dropped = null)
    {
        var output = new ArrayBufferWriter<byte>();
        format.WriteRequest(request, model, output, dropped ?? new DroppedFields());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a whole stream, every frame that <see cref="Frames"/> finds.</summary>
    public static RecordingSink ReadStream(this WireFormat format, string stream, out bool finished)
    {
        var reader = format.CreateReader(stream: true);
        var sink = new RecordingSink();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(stream);
        while (Frames.TryRead(format.Framing, rest, out var frame, out var consumed))
        {
            if (!frame.IsComment) reader.Read(frame.EventName, frame.Data, sink);
            rest = rest[consumed..];
        }
        Assert.True(rest.IsEmpty, "the stream must end with a whole frame");
        finished = reader.Finished;
        return sink;
    }

    public static RecordingSink ReadStream(this WireFormat format, string stream) => format.ReadStream(stream, out _);

    public static RecordingSink ReadBody(this WireFormat format, string body)
    {
        var reader = format.CreateReader(stream: false);
        var sink = new RecordingSink();
        reader.Read(default, Encoding.UTF8.GetBytes(body), sink);
        return sink;
    }

    /// <summary>What a caller gets when a model says this.</summary>
    public static string WriteReply(this WireFormat format, ModelRequest request, Action<ReplyWriter> says, bool complete = true)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = format.CreateWriter(new ReplyContext("abc", "the-model", DateTimeOffset.FromUnixTimeSeconds(1700000000), request, TimeProvider.System), output);
        says(writer);
        if (complete) writer.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The data of each frame.</summary>
    public static List<string> FramesOf(string stream, Framing framing = Framing.Sse)
    {
        var found = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(stream);
        while (Frames.TryRead(framing, rest, out var frame, out var consumed))
        {
            found.Add(Encoding.UTF8.GetString(frame.Data));
            rest = rest[consumed..];
        }
        Assert.True(rest.IsEmpty, "the stream must end with a whole frame");
        return found;
    }

    /// <summary>All of a request as text, for comparing two: records of lists compare by reference.</summary>
    public static string Describe(this ModelRequest request) => JsonSerializer.Serialize(request, Readable);

    public static void SameJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), $"expected {expected}\nbut got  {actual}");

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
