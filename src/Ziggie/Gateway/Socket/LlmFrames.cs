using System.Buffers;
using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The messages that <c>WS /api/llm/ws</c> sends, as UTF-8 JSON.</summary>
internal static class LlmFrames
{
    public static ReadOnlyMemory<byte> Pong { get; } = "{\"type\":\"pong\"}"u8.ToArray();

    public static byte[] Start(string id, string? model, string? backend) => Write("start"u8, json =>
    {
        json.WriteString("id"u8, id);
        if (model is not null) json.WriteString("model"u8, model);
        if (backend is not null) json.WriteString("backend"u8, backend);
    });

    /// <summary>A piece of text, of thinking, or of a tool call's arguments.</summary>
    public static byte[] Piece(PieceKind kind, int index, ReadOnlyMemory<byte> utf8) => Write(kind switch
    {
        PieceKind.Thinking => "thinking"u8,
        PieceKind.ToolArguments => "tool_arguments"u8,
        _ => "token"u8,
    }, json =>
    {
        if (kind == PieceKind.ToolArguments) json.WriteNumber("index"u8, index);
        json.WriteString("text"u8, utf8.Span);
    });

    public static byte[] ToolCall(int index, string id, string name) => Write("tool_call"u8, json =>
    {
        json.WriteNumber("index"u8, index);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, name);
    });

    public static byte[] Done(TokenUsage usage, string finish, FrontDoorResult? result) => Write("done"u8, json =>
    {
        json.WriteStartObject("usage"u8);
        Count(json, "promptTokens", usage.Prompt);
        Count(json, "completionTokens", usage.Completion);
        Count(json, "cachedTokens", usage.Cached);
        Count(json, "reasoningTokens", usage.Reasoning);
        json.WriteEndObject();
        json.WriteString("finishReason"u8, finish);
        if (result?.Backend is { } backend) json.WriteString("backend"u8, backend);
        if (result?.Model is { } model) json.WriteString("model"u8, model);
        if (result?.Route is { } route) json.WriteString("route"u8, route);
        if (result is not { Dropped.Count: > 0 }) return;
        json.WriteStartArray("dropped"u8);
        foreach (var name in result.Dropped) json.WriteStringValue(name);
        json.WriteEndArray();
    });

    public static byte[] Error(string code, string message, string? param = null) => Write("error"u8, json =>
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        if (param is not null) json.WriteString("param"u8, param);
        json.WriteEndObject();
    });

    private static void Count(Utf8JsonWriter json, string name, int count)
    {
        if (count >= 0) json.WriteNumber(name, count);
    }

    private static byte[] Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> body)
    {
        var output = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        body(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}

/// <summary>What a piece of a reply is.</summary>
internal enum PieceKind { Text, Thinking, ToolArguments }
