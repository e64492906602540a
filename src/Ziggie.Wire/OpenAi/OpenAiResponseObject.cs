using System.Text.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>The response object of <c>/v1/responses</c>, at any time of its life.</summary>
internal sealed class OpenAiResponseObject(ReplyContext context)
{
    private readonly List<OpenAiResponsesItem> _output = [];

    public string Id { get; } = $"resp_{context.Id}";

    public IReadOnlyList<OpenAiResponsesItem> Output => _output;

    public string Status { get; private set; } = "in_progress";

    public TokenUsage Usage { get; set; } = new();

    private string? _incompleteReason;
    private WireError? _error;

    public OpenAiResponsesItem AddMessage() => Add(OpenAiResponsesItem.Message(context.Id, _output.Count));

    public OpenAiResponsesItem AddReasoning() => Add(OpenAiResponsesItem.Reasoning(context.Id, _output.Count));

    public OpenAiResponsesItem AddCall(string callId, string name) => Add(OpenAiResponsesItem.Call(context.Id, _output.Count, callId, name));

    public void Finish(FinishReason reason)
    {
        _incompleteReason = reason switch
        {
            FinishReason.Length => "max_output_tokens",
            FinishReason.ContentFilter => "content_filter",
            _ => null,
        };
        Status = _incompleteReason is null ? "completed" : "incomplete";
    }

    public void Fail(WireError error)
    {
        _error = error;
        Status = "failed";
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        var request = context.Request;
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", context.Created.ToUnixTimeSeconds());
        json.WriteString("status", Status);
        json.WriteBoolean("background", false);
        WriteError(json);
        WriteIncomplete(json);
        json.WriteNull("instructions");
        WriteNumber(json, "max_output_tokens", request.Sampling.MaxTokens);
        json.WriteString("model", context.Model);
        json.WriteStartArray("output");
        if (Status != "in_progress")
            foreach (var item in _output) item.WriteTo(json);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", request.ParallelToolCalls ?? true);
        json.WriteNull("previous_response_id");
        json.WriteStartObject("reasoning");
        json.WriteString("effort", request.Thinking?.Effort);
        json.WriteNull("summary");
        json.WriteEndObject();
        json.WriteBoolean("store", false);
        WriteNumber(json, "temperature", request.Sampling.Temperature);
        OpenAiResponsesEcho.WriteText(json, request.Output);
        OpenAiResponsesEcho.WriteToolChoice(json, request.ToolChoice);
        OpenAiResponsesEcho.WriteTools(json, request.Tools);
        WriteNumber(json, "top_p", request.Sampling.TopP);
        json.WriteString("truncation", "disabled");
        WriteUsage(json);
        json.WriteString("user", request.EndUser);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private OpenAiResponsesItem Add(OpenAiResponsesItem item)
    {
        _output.Add(item);
        return item;
    }

    private void WriteError(Utf8JsonWriter json)
    {
        if (_error is null)
        {
            json.WriteNull("error");
            return;
        }
        json.WriteStartObject("error");
        json.WriteString("code", ErrorBodies.OpenAiCode(_error) ?? ErrorBodies.OpenAiType(_error.Kind));
        json.WriteString("message", _error.Message);
        json.WriteEndObject();
    }

    private void WriteIncomplete(Utf8JsonWriter json)
    {
        if (_incompleteReason is null)
        {
            json.WriteNull("incomplete_details");
            return;
        }
        json.WriteStartObject("incomplete_details");
        json.WriteString("reason", _incompleteReason);
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        if (Status is "in_progress" or "failed")
        {
            json.WriteNull("usage");
            return;
        }
        var input = Math.Max(0, Usage.Prompt);
        var output = Math.Max(0, Usage.Completion);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", Math.Max(0, Usage.Cached));
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", Math.Max(0, Usage.Reasoning));
        json.WriteEndObject();
        json.WriteNumber("total_tokens", (long)input + output);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
