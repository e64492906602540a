using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

/// <summary>What whole requests and replies of a scripted model look like as text.</summary>
internal static class WireRuns
{
    private static readonly JsonSerializerOptions Readable = new() { Converters = { new PartConverter() }, WriteIndented = true };

    /// <summary>What a caller gets when a model says this.</summary>
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

    /// <summary>The data of each frame.</summary>
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
