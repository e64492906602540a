using System.Text.Json;

namespace Ziggie.Wire.Json;

/// <summary>Opens a caller's body.</summary>
internal static class RequestJson
{
    /// <summary>Deeper than any schema or message that a person wrote; bounds the stack of everyone who reads on.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The body's JSON object. Values that outlive the document must be cloned: the body's memory may be reused.</summary>
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) throw new WireException("The request has no body; a JSON object is expected.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException e)
        {
            throw new WireException(
                $"The body is not valid JSON, or is nested deeper than {Options.MaxDepth} levels: see line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.");
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        using (document) throw new WireException($"The body must be a JSON object, but it is {document.RootElement.ValueKind.InWords()}.");
    }
}
