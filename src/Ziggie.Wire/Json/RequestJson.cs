using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Ziggie.Wire.Json;

/// <summary>Opens a caller's body.</summary>
internal static class RequestJson
{
    /// <summary>Deeper than any schema or message that a person wrote; bounds the stack of everyone who reads on.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>
    /// The body's JSON object, in which every string is known to be whole Unicode. Values that outlive the document must be cloned:
    /// the body's memory may be reused.
    /// </summary>
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) throw new WireException("The request has no body; a JSON object is expected.");
        var document = Parse(body);
        try
        {
            CheckUnicode(body.Span, document.RootElement);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new WireException($"The body must be a JSON object, but it is {document.RootElement.ValueKind.InWords()}.");
            return document;
        }
        catch (WireException)
        {
            document.Dispose();
            throw;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException e)
        {
            throw new WireException(
                $"The body is not valid JSON, or is nested deeper than {Options.MaxDepth} levels: see line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.");
        }
    }

    /// <summary>JSON readers look at Unicode only where a string is taken out, so names and values that are copied as they are could stay broken.</summary>
    private static void CheckUnicode(ReadOnlySpan<byte> body, JsonElement root)
    {
        if (!Utf8.IsValid(body)) throw new WireException("The body is not valid UTF-8.");
        if (body.IndexOf("\\u"u8) < 0) return;

        var scratch = ArrayPool<byte>.Shared.Rent(body.Length);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        try
        {
            while (reader.Read())
                if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.CopyString(scratch);
        }
        catch (InvalidOperationException)
        {
            var at = reader.TokenType == JsonTokenType.String ? FindBroken(root, "") : null;
            throw new WireException($"{at ?? "A name in the body"} is not valid Unicode: it has half of a surrogate pair.", at);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>Path of the first string that is no whole Unicode; null where a name is not.</summary>
    private static string? FindBroken(JsonElement value, string path)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().Select(p => FindBroken(p.Value, JsonFields.At(path, p.Name))).FirstOrDefault(found => found is not null),
                JsonValueKind.Array => value.EnumerateArray().Select((item, i) => FindBroken(item, $"{path}[{i}]")).FirstOrDefault(found => found is not null),
                JsonValueKind.String when value.GetString() is null => path,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return value.ValueKind == JsonValueKind.String ? path : null;
        }
    }
}
