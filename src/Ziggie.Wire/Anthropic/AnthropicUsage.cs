using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Token counts. Anthropic's <c>input_tokens</c> leave out what came from or went into its cache; the neutral prompt has them all.</summary>
internal struct AnthropicUsage()
{
    private int _input = -1, _cacheRead = -1, _cacheWritten = -1, _output = -1, _thinking = -1;

    /// <summary>Takes over what an object of counts says; what it leaves out stays as an earlier one said.</summary>
    public void Read(ReadOnlySpan<byte> usage)
    {
        if (usage.IsEmpty) return;
        var json = new Utf8JsonReader(usage);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("input_tokens"u8)) Take(ref _input, ref json);
            else if (json.ValueTextEquals("cache_read_input_tokens"u8)) Take(ref _cacheRead, ref json);
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8)) Take(ref _cacheWritten, ref json);
            else if (json.ValueTextEquals("output_tokens"u8)) Take(ref _output, ref json);
            else if (json.ValueTextEquals("output_tokens_details"u8)) ReadDetails(ref json);
            else json.Skip();
        }
    }

    /// <param name="complete">False at a stream's start, where the output's count is of what is yet to come.</param>
    public readonly TokenUsage ToNeutral(bool complete) => new(
        _input < 0 ? -1 : _input + Math.Max(0, _cacheRead) + Math.Max(0, _cacheWritten),
        complete ? _output : -1,
        _cacheRead,
        complete ? _thinking : -1);

    /// <summary>The counts as fields of the object begun.</summary>
    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        var cached = Math.Max(0, usage.Cached);
        json.WriteNumber("input_tokens"u8, Math.Max(0, usage.Prompt - cached));
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, cached);
        json.WriteNumber("output_tokens"u8, Math.Max(0, usage.Completion));
    }

    private void ReadDetails(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("thinking_tokens"u8)) Take(ref _thinking, ref json);
            else json.Skip();
        }
    }

    private static void Take(ref int count, ref Utf8JsonReader json)
    {
        if (JsonPiece.NextCount(ref json) is >= 0 and var said) count = said;
    }
}
