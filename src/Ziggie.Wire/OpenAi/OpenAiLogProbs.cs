using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Gathers the log-probabilities that came piece by piece into one <c>logprobs</c> value.</summary>
internal sealed class OpenAiLogProbs
{
    /// <summary>The entries' JSON, separated by commas.</summary>
    private readonly GatheredText _entries = new();

    public void Add(ReadOnlySpan<byte> logProbs)
    {
        var entries = Entries(logProbs);
        if (entries.IsEmpty) return;
        if (!_entries.IsEmpty) _entries.Add(","u8);
        _entries.Add(entries);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        if (_entries.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WritePropertyName("content"u8);
        json.WriteRawValue([(byte)'[', .. _entries.Span, (byte)']'], skipInputValidation: true);
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>As a bare list, the way responses have it.</summary>
    public void WriteListTo(Utf8JsonWriter json) => json.WriteRawValue([(byte)'[', .. _entries.Span, (byte)']'], skipInputValidation: true);

    public void WriteOldTo(Utf8JsonWriter json)
    {
        if (_entries.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }
        var offset = 0;
        WriteOld(json, _entries.Span, ref offset);
    }

    /// <summary>Writes entries in completions' form.</summary>
    public static void WriteOld(Utf8JsonWriter json, ReadOnlySpan<byte> entries, ref int offset)
    {
        var reader = new Utf8JsonReader([(byte)'[', .. entries, (byte)']']);
        using var document = JsonDocument.ParseValue(ref reader);
        OpenAiCompletionLogProbs.WriteOld(json, document.RootElement, ref offset);
    }

    /// <summary>What stands between the brackets of <c>content</c>.</summary>
    public static ReadOnlySpan<byte> Entries(ReadOnlySpan<byte> logProbs)
    {
        var reader = new Utf8JsonReader(logProbs);
        reader.Read();
        while (OpenAiJson.NextField(ref reader))
        {
            if (!reader.ValueTextEquals("content"u8))
            {
                reader.Skip();
                continue;
            }
            return OpenAiJson.Value(ref reader, logProbs) is [(byte)'[', .. var inside, (byte)']'] ? inside.Trim(" \r\n\t"u8) : default;
        }
        return default;
    }
}
