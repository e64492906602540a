using System.Text.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Token counts in OpenAI's words, with DeepSeek's for cached ones and llama-server's timings.</summary>
internal static class OpenAiUsage
{
    /// <summary>Reads a <c>usage</c> value; false where there is none.</summary>
    public static bool Read(ref Utf8JsonReader reader, ref TokenUsage usage)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        int prompt = -1, completion = -1, cached = -1, reasoning = -1;
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) prompt = OpenAiJson.Int(ref reader, -1);
            else if (reader.ValueTextEquals("completion_tokens"u8)) completion = OpenAiJson.Int(ref reader, -1);
            else if (reader.ValueTextEquals("prompt_tokens_details"u8)) cached = Detail(ref reader, "cached_tokens"u8, cached);
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8)) cached = OpenAiJson.Int(ref reader, cached);
            else if (reader.ValueTextEquals("completion_tokens_details"u8)) reasoning = Detail(ref reader, "reasoning_tokens"u8, reasoning);
            else reader.Skip();
        }
        usage = usage.Merge(new TokenUsage(prompt, completion, cached, reasoning));
        return true;
    }

    public static bool ReadTimings(ref Utf8JsonReader reader, ref TokenUsage usage)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        double load = 0, prompt = 0, eval = 0;
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("prompt_ms"u8)) prompt = OpenAiJson.Number(ref reader);
            else if (reader.ValueTextEquals("predicted_ms"u8)) eval = OpenAiJson.Number(ref reader);
            else if (reader.ValueTextEquals("load_ms"u8)) load = OpenAiJson.Number(ref reader);
            else reader.Skip();
        }
        usage = usage.Merge(new TokenUsage { LoadNs = Nanoseconds(load), PromptNs = Nanoseconds(prompt), EvalNs = Nanoseconds(eval) });
        return true;
    }

    /// <summary>Writes the field <c>usage</c>, and llama-server's <c>timings</c> where they are wanted.</summary>
    public static void WriteFields(Utf8JsonWriter json, in TokenUsage usage, bool timings)
    {
        json.WritePropertyName("usage"u8);
        Write(json, usage);
        if (!timings) return;
        json.WriteStartObject("timings"u8);
        json.WriteNumber("load_ms"u8, usage.LoadNs / 1e6);
        json.WriteNumber("cache_n"u8, Math.Max(0, usage.Cached));
        json.WriteNumber("prompt_n"u8, Math.Max(0, usage.Prompt - Math.Max(0, usage.Cached)));
        json.WriteNumber("prompt_ms"u8, usage.PromptNs / 1e6);
        json.WriteNumber("predicted_n"u8, Math.Max(0, usage.Completion));
        json.WriteNumber("predicted_ms"u8, usage.EvalNs / 1e6);
        json.WriteEndObject();
    }

    /// <summary>Writes the value; counts that nobody said are 0 where OpenAI always has them.</summary>
    private static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        var prompt = Math.Max(0, usage.Prompt);
        var completion = Math.Max(0, usage.Completion);
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, prompt);
        json.WriteNumber("completion_tokens"u8, completion);
        json.WriteNumber("total_tokens"u8, (long)prompt + completion);
        WriteDetail(json, "prompt_tokens_details"u8, "cached_tokens"u8, usage.Cached);
        WriteDetail(json, "completion_tokens_details"u8, "reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> count, int value)
    {
        if (value < 0) return;
        json.WriteStartObject(name);
        json.WriteNumber(count, value);
        json.WriteEndObject();
    }

    private static int Detail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, int otherwise)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return otherwise;
        }
        var found = otherwise;
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals(name)) found = OpenAiJson.Int(ref reader, otherwise);
            else reader.Skip();
        }
        return found;
    }

    private static long Nanoseconds(double milliseconds) => milliseconds is > 0 and < 1e12 ? (long)(milliseconds * 1e6) : 0;
}
