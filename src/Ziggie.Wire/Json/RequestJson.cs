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
            CheckUnicode(body.Span);
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
    private static void CheckUnicode(ReadOnlySpan<byte> body)
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
            throw new WireException($"The body is not valid Unicode: the string at byte {reader.TokenStartIndex + 1} has half of a surrogate pair.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }
}
