using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Writes requests for an Ollama backend's <c>/api/chat</c> and <c>/api/generate</c>.</summary>
internal static class OllamaRequestWriter
{
    public static void WriteChat(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        OllamaMessageWriter.Write(json, request.AsConversation(), dropped);
        WriteTools(json, request, dropped);
        WriteCommon(json, request, dropped);
        json.WriteEndObject();
    }

    public static void WriteGenerate(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteString("prompt"u8, request.Prompt);
        json.WriteOptional("suffix", request.Suffix);
        json.WriteOptional("system", request.SystemText());
        // Ollama fills gaps through the model's own template; raw would leave the suffix out.
        if (request.Raw && request.Suffix is null) json.WriteBoolean("raw"u8, true);
        OllamaMessageWriter.WriteImages(json, request.Images, "images");
        WriteCommon(json, request, dropped);
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json, ModelRequest request, DroppedFields dropped)
    {
        json.WriteBoolean("stream"u8, request.Stream);
        WriteFormat(json, request.Output);
        WriteThink(json, request.Thinking, dropped);
        OllamaKeepAlive.Write(json, request.KeepAlive);
        OllamaOptions.Write(json, request.Sampling);
        if (request.EndUser is not null) dropped.Add("user");
        WriteExtra(json, request, dropped);
    }

    /// <summary>Also for embeddings.</summary>
    public static void WriteExtra(Utf8JsonWriter json, ModelRequest request, DroppedFields dropped)
    {
        foreach (var (name, value) in request.Extra)
        {
            if (request.Source == Dialect.Ollama || ExtraFields.OllamaOwn.Contains(name)) json.WriteOptional(name, value);
            else ExtraFields.Drop(name, request.Source, "an Ollama server", dropped);
        }
    }

    private static void WriteTools(Utf8JsonWriter json, ModelRequest request, DroppedFields dropped)
    {
        if (request.Tools.Count == 0) return;
        if (request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named })
            throw new WireException("tool_choice cannot be passed on: the model is served by Ollama, which lets the model decide whether to call a tool. Leave it out or say \"auto\".", "tool_choice", "unsupported_parameter");
        if (request.ParallelToolCalls == false) dropped.Add("parallel_tool_calls");
        // A model that knows of no tool calls none.
        if (request.ToolChoice is { Mode: ToolChoiceMode.None }) return;

        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.Strict == true) dropped.Add("tools.strict");
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            json.WriteString("description"u8, tool.Description ?? "");
            json.WriteOptional("parameters", tool.Parameters ?? NoParameters);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static JsonElement NoParameters { get; } = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat? format)
    {
        if (format is null) return;
        if (format.Schema is { } schema) json.WriteOptional("format", schema);
        else json.WriteString("format"u8, "json"u8);
    }

    private static void WriteThink(Utf8JsonWriter json, Thinking? thinking, DroppedFields dropped)
    {
        if (thinking is null) return;
        if (thinking is { Enabled: true, Effort: { } effort }) json.WriteString("think"u8, effort);
        else json.WriteBoolean("think"u8, thinking.Enabled);
        if (thinking.BudgetTokens is not null) dropped.Add("thinking.budget_tokens");
    }
}
