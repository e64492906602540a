using System.Security.Cryptography;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Tool calls as they come: in pieces told apart by an index, or whole. Servers differ: some leave the index out or give every call
/// the same one, some repeat id and name in every piece, some give no id; what a sink gets is always counted from 0 with an id.
/// </summary>
internal sealed class OpenAiToolCallReader
{
    private readonly List<Call> _calls = [];
    private readonly TextPieces _arguments = new();

    public bool Any => _calls.Count > 0;

    public void ReadList(ReadOnlySpan<byte> list, bool whole, IReplySink sink)
    {
        var reader = new Utf8JsonReader(list);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadCall(ref reader, list, whole, sink);
        }
    }

    /// <summary>The one call of the time before there were several.</summary>
    public void ReadFunction(ReadOnlySpan<byte> function, IReplySink sink)
    {
        ReadFunction(function, out var name, out var arguments);
        if (_calls.Count == 0) Begin(0, null, name, sink);
        Say(0, arguments, sink);
    }

    /// <summary>Ends the last call.</summary>
    public void Finish(IReplySink sink) => Close(sink);

    private void ReadCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool whole, IReplySink sink)
    {
        var index = -1;
        string? id = null;
        ReadOnlySpan<byte> function = default;
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("index"u8)) index = OpenAiJson.Int(ref reader, -1);
            else if (reader.ValueTextEquals("id"u8)) id = OpenAiJson.Text(OpenAiJson.Value(ref reader, data));
            else if (reader.ValueTextEquals("function"u8)) function = OpenAiJson.Value(ref reader, data);
            else reader.Skip();
        }
        ReadFunction(function, out var name, out var arguments);
        if (id is "") id = null;
        var position = whole ? -1 : Find(index, id, name is { Length: > 0 });
        if (position < 0) position = Begin(index, id, name, sink);
        Say(position, arguments, sink);
    }

    /// <summary>The call that a piece belongs to; -1 for a new one.</summary>
    private int Find(int index, string? id, bool hasName)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            var call = _calls[i];
            if (index >= 0 && call.Index != index) continue;
            if (id is null) return hasName && call.SeemsWhole ? -1 : i;
            if (call.Id == id) return i;
            if (index >= 0) return -1;
        }
        return -1;
    }

    private int Begin(int index, string? id, string? name, IReplySink sink)
    {
        Close(sink);
        var call = new Call(index, id ?? $"call_{RandomNumberGenerator.GetHexString(24, lowercase: true)}");
        _calls.Add(call);
        sink.ToolCall(_calls.Count - 1, call.Id, name ?? "");
        return _calls.Count - 1;
    }

    private static void ReadFunction(ReadOnlySpan<byte> function, out string? name, out ReadOnlySpan<byte> arguments)
    {
        name = null;
        arguments = default;
        if (function is not [(byte)'{', ..]) return;
        var reader = new Utf8JsonReader(function);
        reader.Read();
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8)) name = OpenAiJson.Text(OpenAiJson.Value(ref reader, function));
            else if (reader.ValueTextEquals("arguments"u8)) arguments = OpenAiJson.Value(ref reader, function);
            else reader.Skip();
        }
    }

    private void Say(int position, ReadOnlySpan<byte> arguments, IReplySink sink)
    {
        // A few servers send the object itself instead of its text.
        var piece = arguments switch
        {
            [(byte)'"', .. var inside, (byte)'"'] => inside.IsEmpty ? default : _arguments.Take(inside, inside.Contains((byte)'\\')),
            [(byte)'{', ..] => arguments,
            _ => default,
        };
        if (piece.IsEmpty) return;
        _calls[position].HasArguments = true;
        _calls[position].SeemsWhole = piece[^1] == '}';
        sink.ToolArguments(position, piece);
    }

    /// <summary>A call whose arguments never came has none, which is an empty object.</summary>
    private void Close(IReplySink sink)
    {
        if (_calls.Count == 0) return;
        var last = _calls.Count - 1;
        if (_arguments.Flush() is { IsEmpty: false } cut) sink.ToolArguments(last, cut);
        if (_calls[last].HasArguments) return;
        _calls[last].HasArguments = true;
        sink.ToolArguments(last, "{}"u8);
    }

    private sealed class Call(int index, string id)
    {
        public int Index { get; } = index;
        public string Id { get; } = id;
        public bool HasArguments { get; set; }

        /// <summary>The arguments so far end like an object: a piece with a name but no id is then another call.</summary>
        public bool SeemsWhole { get; set; }
    }
}
