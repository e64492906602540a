using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway.Library;

/// <summary>What a caller wants pulled or deleted.</summary>
/// <param name="Model">The name as the caller wrote it.</param>
/// <param name="Fields">All that was sent.</param>
internal sealed record LibraryRequest(string Model, bool Stream, JsonElement Fields)
{
    private const int MaxBytes = 64 << 10;
    private const int MaxName = 512;

    /// <summary>Throws <see cref="WireException"/> where it is none.</summary>
    public static async Task<LibraryRequest> ReadAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context, MaxBytes);
        var fields = Parse(body.WrittenMemory);
        // Older clients write "name".
        if (!fields.TryGetProperty("model", out var model) && !fields.TryGetProperty("name", out model)) throw Unnamed();
        if (model.ValueKind != JsonValueKind.String) throw new WireException($"\"model\" must be a string, but it is {Shown(model)}.", "model", "invalid_type");
        if (model.GetString() is not { Length: > 0 and <= MaxName } name) throw Unnamed();
        if (name.Any(char.IsControl)) throw new WireException("The model's name has a control character in it.", "model");
        var stream = !fields.TryGetProperty("stream", out var said) ? true : said.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.Null => true,
            JsonValueKind.False => false,
            _ => throw new WireException($"\"stream\" must be true or false, but it is {Shown(said)}.", "stream", "invalid_type"),
        };
        return new LibraryRequest(name, stream, fields);
    }

    /// <summary>The request for a backend: its own name for the model, progress always wanted.</summary>
    public byte[] Write(string model)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            foreach (var field in Fields.EnumerateObject().Where(f => f.Name is not ("model" or "name" or "stream"))) field.WriteTo(json);
            json.WriteBoolean("stream"u8, true);
            json.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new WireException("The body is not valid JSON.");
        }
        throw new WireException("The body must be a JSON object.");
    }

    private static WireException Unnamed() => new($"Name the model, in up to {MaxName} characters: {{\"model\":\"…\"}}.", "model", "model_required");

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
