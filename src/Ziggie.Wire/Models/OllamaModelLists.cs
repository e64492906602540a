using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire;

/// <summary>What Ziggie answers itself on Ollama's <c>/api/tags</c>, <c>/api/ps</c>, <c>/api/show</c> and <c>/api/version</c>.</summary>
public static class OllamaModelLists
{
    /// <summary>Ollama's command line cuts digests to their first 12 characters and crashes on shorter ones.</summary>
    private const int ShortestDigest = 12;

    /// <summary>Later than any client will wait; a past time would read as "stopping".</summary>
    private static readonly DateTime Never = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    public static void WriteTags(IEnumerable<ModelListing> models, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(models);
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
        foreach (var model in models)
        {
            json.WriteStartObject();
            WriteNames(json, model);
            json.WriteString("modified_at"u8, ModifiedAt(model));
            json.WriteNumber("size"u8, model.Size ?? 0);
            json.WriteString("digest"u8, Digest(model));
            WriteDetails(json, model);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WritePs(IEnumerable<RunningModel> models, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(models);
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
        foreach (var running in models)
        {
            json.WriteStartObject();
            WriteNames(json, running.Model);
            json.WriteNumber("size"u8, running.Model.Size ?? 0);
            json.WriteString("digest"u8, Digest(running.Model));
            WriteDetails(json, running.Model);
            json.WriteString("expires_at"u8, running.ExpiresAt?.UtcDateTime ?? Never);
            json.WriteNumber("size_vram"u8, running.SizeVram ?? 0);
            if (running.Model.ContextLength is { } length) json.WriteNumber("context_length"u8, length);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What is known of one model. A backend that speaks Ollama knows more: pass its own answer on where there is one.</summary>
    public static void WriteShow(ModelListing model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(model);
        var architecture = model.Family ?? "unknown";
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("modelfile"u8, "");
        json.WriteString("parameters"u8, "");
        json.WriteString("template"u8, "");
        WriteDetails(json, model);
        json.WriteStartObject("model_info"u8);
        json.WriteString("general.architecture"u8, architecture);
        if (model.ContextLength is { } length) json.WriteNumber($"{architecture}.context_length", length);
        json.WriteEndObject();
        json.WriteStartArray("capabilities"u8);
        foreach (var capability in model.Capabilities.Count > 0 ? model.Capabilities : ["completion"]) json.WriteStringValue(capability);
        json.WriteEndArray();
        json.WriteString("modified_at"u8, ModifiedAt(model));
        json.WriteEndObject();
    }

    public static void WriteVersion(string version, IBufferWriter<byte> output)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("version"u8, version);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, ModelListing model)
    {
        json.WriteString("name"u8, model.Name);
        json.WriteString("model"u8, model.Name);
    }

    private static void WriteDetails(Utf8JsonWriter json, ModelListing model)
    {
        json.WriteStartObject("details"u8);
        json.WriteString("parent_model"u8, "");
        json.WriteString("format"u8, model.Format ?? "");
        json.WriteString("family"u8, model.Family ?? "");
        if (model.Family is null)
        {
            json.WriteNull("families"u8);
        }
        else
        {
            json.WriteStartArray("families"u8);
            json.WriteStringValue(model.Family);
            json.WriteEndArray();
        }
        json.WriteString("parameter_size"u8, model.ParameterSize ?? "");
        json.WriteString("quantization_level"u8, model.Quantization ?? "");
        json.WriteEndObject();
    }

    private static DateTime ModifiedAt(ModelListing model) => (model.ModifiedAt ?? DateTimeOffset.UnixEpoch).UtcDateTime;

    private static string Digest(ModelListing model) => model.Digest is { Length: >= ShortestDigest } digest
        ? digest
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Name)));
}
