using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire;

/// <summary>The lists of models that Ziggie answers itself, for clients of OpenAI and Anthropic; <see cref="OllamaModelLists"/> has Ollama's.</summary>
public static class ModelLists
{
    /// <summary><c>GET /v1/models</c> as OpenAI answers it.</summary>
    public static void WriteOpenAi(IEnumerable<ModelListing> models, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(models);
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models) WriteOpenAi(json, model);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary><c>GET /v1/models/{id}</c> as OpenAI answers it.</summary>
    public static void WriteOpenAi(ModelListing model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var json = JsonOutput.Create(output);
        WriteOpenAi(json, model);
    }

    /// <summary><c>GET /v1/models</c> as Anthropic answers it: one page.</summary>
    /// <param name="hasMore">Whether models follow after the page's last one.</param>
    public static void WriteAnthropic(IReadOnlyList<ModelListing> models, IBufferWriter<byte> output, bool hasMore = false)
    {
        ArgumentNullException.ThrowIfNull(models);
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var model in models) WriteAnthropic(json, model);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, hasMore);
        json.WriteString("first_id"u8, models.Count == 0 ? null : models[0].Name);
        json.WriteString("last_id"u8, models.Count == 0 ? null : models[^1].Name);
        json.WriteEndObject();
    }

    /// <summary><c>GET /v1/models/{id}</c> as Anthropic answers it.</summary>
    public static void WriteAnthropic(ModelListing model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var json = JsonOutput.Create(output);
        WriteAnthropic(json, model);
    }

    private static void WriteOpenAi(Utf8JsonWriter json, ModelListing model)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, Math.Max(0, (model.ModifiedAt ?? DateTimeOffset.UnixEpoch).ToUnixTimeSeconds()));
        json.WriteString("owned_by"u8, model.OwnedBy ?? "ziggie");
        json.WriteEndObject();
    }

    private static void WriteAnthropic(Utf8JsonWriter json, ModelListing model)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, model.Name);
        json.WriteString("display_name"u8, model.DisplayName ?? model.Name);
        // The epoch is Anthropic's own word for "not known".
        json.WriteString("created_at"u8, (model.ModifiedAt ?? DateTimeOffset.UnixEpoch).UtcDateTime);
        json.WriteEndObject();
    }
}
