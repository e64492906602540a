using System.Buffers;
using System.Globalization;
using System.Text;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>The frames of one streamed chat or completion: what is the same in each of them is put together once.</summary>
internal sealed class OpenAiChunks
{
    private readonly IBufferWriter<byte> _output;
    private readonly string _head;
    private readonly string _tail;
    private readonly bool _timings;

    public OpenAiChunks(ReplyContext context, string id, string type, IBufferWriter<byte> output)
    {
        _output = output;
        _timings = context.Timings;
        _head = string.Create(CultureInfo.InvariantCulture,
            $"data: {{\"id\":{JsonOutput.Quote(id)},\"object\":\"{type}\",\"created\":{context.Created.ToUnixTimeSeconds()},\"model\":{JsonOutput.Quote(context.Model)},\"choices\":[");
        // Where the caller asked for token counts, every chunk but the last says that it has none.
        _tail = context.IncludeUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
    }

    /// <summary>A frame with one text in it: the JSON of its choice up to the text, and from there on.</summary>
    public ChunkTemplate Template(string open, string close) => new(_head + open, close + _tail);

    /// <summary>A frame of one choice.</summary>
    public void Write(string open, ReadOnlySpan<byte> json = default, string close = "")
    {
        Encoding.UTF8.GetBytes(_head, _output);
        Encoding.UTF8.GetBytes(open, _output);
        _output.WriteOneLine(json);
        Encoding.UTF8.GetBytes(close, _output);
        Encoding.UTF8.GetBytes(_tail, _output);
    }

    /// <summary>The last frame before the end: no choices, but the counts.</summary>
    public void WriteUsage(in TokenUsage usage)
    {
        Encoding.UTF8.GetBytes(_head, _output);
        _output.Write("],"u8);
        var fields = new ArrayBufferWriter<byte>(256);
        using (var json = JsonOutput.Create(fields))
        {
            json.WriteStartObject();
            OpenAiUsage.WriteFields(json, usage, _timings);
            json.WriteEndObject();
        }
        // The frame's object is open already.
        _output.Write(fields.WrittenSpan[1..]);
        _output.Write("\n\n"u8);
    }

    public void WriteDone() => _output.Write("data: [DONE]\n\n"u8);

    public void WriteError(WireError error)
    {
        _output.Write("data: "u8);
        ErrorBodies.Write(Dialect.OpenAi, error, _output);
        _output.Write("\n\n"u8);
    }
}
