using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Writes a response as the named events that OpenAI's clients follow, numbered from 0.</summary>
internal sealed class OpenAiResponsesStreamWriter(ReplyContext context, IBufferWriter<byte> output) : OpenAiResponsesReplyWriter(context, output)
{
    private int _sequence;
    private bool _started;
    private OpenAiResponsesItem? _deltaItem;
    private ChunkTemplate? _delta;

    public override string ContentType => "text/event-stream";

    public override void Start(string? id, string? model)
    {
        if (_started) return;
        _started = true;
        WriteResponse("response.created");
        WriteResponse("response.in_progress");
    }

    protected override void Opened(OpenAiResponsesItem item)
    {
        WriteItem("response.output_item.added", item);
        switch (item.Kind)
        {
            case OpenAiResponsesItemKind.Message: WritePart("response.content_part.added", item, "content_index"); break;
            case OpenAiResponsesItemKind.Reasoning: WritePart("response.reasoning_summary_part.added", item, "summary_index"); break;
            default: break;
        }
    }

    protected override void Said(OpenAiResponsesItem item, ReadOnlySpan<byte> utf8)
    {
        if (_delta is null || _deltaItem != item)
        {
            _deltaItem = item;
            _delta = DeltaTemplate(item);
        }
        _delta.Write(Output, utf8);
        WriteSequenceAndEnd();
    }

    protected override void Closed(OpenAiResponsesItem item)
    {
        switch (item.Kind)
        {
            case OpenAiResponsesItemKind.Message:
                WriteDone("response.output_text.done", item, "content_index", "text");
                WritePart("response.content_part.done", item, "content_index");
                break;
            case OpenAiResponsesItemKind.Reasoning:
                WriteDone("response.reasoning_summary_text.done", item, "summary_index", "text");
                WritePart("response.reasoning_summary_part.done", item, "summary_index");
                break;
            default:
                WriteDone("response.function_call_arguments.done", item, null, "arguments");
                break;
        }
        WriteItem("response.output_item.done", item);
    }

    protected override void Completed() => WriteResponse(Response.Status == "incomplete" ? "response.incomplete" : "response.completed");

    /// <summary>Told twice: clients throw at the error event where it has an <c>error</c>, and others wait for the response's end.</summary>
    protected override void Failed(WireError error)
    {
        Start(null, null);
        Write("error", json =>
        {
            var code = ErrorBodies.OpenAiCode(error);
            json.WriteString("code", code);
            json.WriteString("message", error.Message);
            json.WriteString("param", error.Param);
            json.WriteStartObject("error");
            json.WriteString("type", ErrorBodies.OpenAiType(error.Kind));
            json.WriteString("code", code);
            json.WriteString("message", error.Message);
            json.WriteString("param", error.Param);
            json.WriteEndObject();
        });
        WriteResponse("response.failed");
    }

    private void WriteResponse(string type) => Write(type, json =>
    {
        json.WritePropertyName("response");
        Response.WriteTo(json);
    });

    private void WriteItem(string type, OpenAiResponsesItem item) => Write(type, json =>
    {
        json.WriteNumber("output_index", item.Index);
        json.WritePropertyName("item");
        item.WriteTo(json);
    });

    private void WritePart(string type, OpenAiResponsesItem item, string index) => Write(type, json =>
    {
        WritePlace(json, item, index);
        json.WritePropertyName("part");
        item.WritePart(json, item.Whole);
    });

    private void WriteDone(string type, OpenAiResponsesItem item, string? index, string field) => Write(type, json =>
    {
        WritePlace(json, item, index);
        if (item.Kind == OpenAiResponsesItemKind.FunctionCall) json.WriteString("name", item.Name);
        json.WriteString(field, item.Whole);
        if (item.Kind != OpenAiResponsesItemKind.Message) return;
        json.WritePropertyName("logprobs");
        item.LogProbs.WriteListTo(json);
    });

    private static void WritePlace(Utf8JsonWriter json, OpenAiResponsesItem item, string? index)
    {
        json.WriteString("item_id", item.Id);
        json.WriteNumber("output_index", item.Index);
        if (index is not null) json.WriteNumber(index, 0);
    }

    private void Write(string type, Action<Utf8JsonWriter> fields)
    {
        Encoding.UTF8.GetBytes($"event: {type}\ndata: ", Output);
        using (var json = JsonOutput.Create(Output))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("sequence_number", _sequence++);
            fields(json);
            json.WriteEndObject();
        }
        Output.Write("\n\n"u8);
    }

    /// <summary>Everything of a delta's frame but its text and its number, which comes last.</summary>
    private static ChunkTemplate DeltaTemplate(OpenAiResponsesItem item)
    {
        var (type, place) = item.Kind switch
        {
            OpenAiResponsesItemKind.Message => ("response.output_text.delta", ",\"content_index\":0,\"logprobs\":[]"),
            OpenAiResponsesItemKind.Reasoning => ("response.reasoning_summary_text.delta", ",\"summary_index\":0"),
            _ => ("response.function_call_arguments.delta", ""),
        };
        return new ChunkTemplate(
            string.Create(CultureInfo.InvariantCulture,
                $"event: {type}\ndata: {{\"type\":\"{type}\",\"item_id\":{JsonOutput.Quote(item.Id)},\"output_index\":{item.Index}{place},\"delta\":\""),
            "\",\"sequence_number\":");
    }

    private void WriteSequenceAndEnd()
    {
        var span = Output.GetSpan(16);
        _sequence.TryFormat(span, out var length, provider: CultureInfo.InvariantCulture);
        _sequence++;
        "}\n\n"u8.CopyTo(span[length..]);
        Output.Advance(length + 3);
    }
}
