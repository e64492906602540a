using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Writes <c>/v1/chat/completions</c> for a backend; a prompt that is no raw one becomes a user's message.</summary>
internal static class OpenAiChatRequestWriter
{
    public static void Write(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped, bool isEngine = false)
    {
        if (request.Raw || request.Suffix is not null)
            throw new WireException("A raw prompt or one with a suffix cannot be sent as a chat.", request.Raw ? "raw" : "suffix");

        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model", model);
        OpenAiMessageWriter.Write(json, request, model, dropped);
        WriteStream(json, request.Stream);
        OpenAiSamplingWriter.Write(json, request.Sampling, model, chat: true, dropped);
        json.WriteOptional("logprobs", request.Sampling.LogProbs);
        json.WriteOptional("top_logprobs", request.Sampling.TopLogProbs);
        WriteTools(json, request);
        OpenAiOutputFormat.Write(json, request.Output);
        OpenAiThinking.Write(json, request, model);
        json.WriteOptional("user", request.EndUser);
        WriteKeepAlive(json, request, isEngine, dropped);
        OpenAiExtras.Write(json, request, dropped, isEngine);
        json.WriteEndObject();
    }

    /// <summary>Token counts are always asked for: they are metered even where the caller does not want to see them.</summary>
    public static void WriteStream(Utf8JsonWriter json, bool stream)
    {
        json.WriteBoolean("stream", stream);
        if (!stream) return;
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
    }

    public static void WriteKeepAlive(Utf8JsonWriter json, ModelRequest request, bool isEngine, DroppedFields dropped)
    {
        if (isEngine) json.WriteOptional("keep_alive", request.KeepAlive);
        else if (request.KeepAlive is not null) dropped.Add("keep_alive");
    }

    private static void WriteTools(Utf8JsonWriter json, ModelRequest request)
    {
        // OpenAI refuses a choice among no tools.
        if (request.Tools.Count == 0) return;
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            json.WriteOptional("description", tool.Description);
            json.WriteOptional("parameters", tool.Parameters);
            json.WriteOptional("strict", tool.Strict);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteChoice(json, request.ToolChoice);
        json.WriteOptional("parallel_tool_calls", request.ParallelToolCalls);
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice? choice)
    {
        if (choice is null) return;
        if (choice.Mode != ToolChoiceMode.Named)
        {
            json.WriteString("tool_choice", choice.Mode switch { ToolChoiceMode.None => "none", ToolChoiceMode.Required => "required", _ => "auto" });
            return;
        }
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", choice.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
