using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>What the templates of single model families want differently, known by their text.</summary>
internal sealed class Family
{
    private readonly bool _thinksInParts;
    private readonly bool _isHarmony;
    private readonly bool _saysThinking;
    private readonly bool _ordersResults;
    private readonly bool _isTurnChannel;
    private readonly bool _joinsResults;
    private readonly bool _wantsTrimmed;
    private readonly bool _wantsShortIds;

    public Family(string source)
    {
        bool Has(string text) => source.Contains(text, StringComparison.Ordinal);
        _thinksInParts = Has("[SYSTEM_PROMPT]") && Has("[TOOL_CALLS]") && Has("[ARGS]") && !Has("[CALL_ID]");
        _isHarmony = !_thinksInParts && Has("<|channel|>");
        _saysThinking = Has("<|tool_list_start|>") || Has("List of tools: [");
        _ordersResults = Has("dsml_token") && !Has("function_calls") && Has("tool_calls");
        _isTurnChannel = Has("'<|tool_call>call:'");
        _joinsResults = _isTurnChannel && !Has("{#- OpenAI Chat Completions:");
        _wantsShortIds = Has("length != 9") || Has("length == 9");
        _wantsTrimmed = Has("You have access to the following functions in JSONSchema format");
    }

    /// <summary>Checks in templates that refuse what a conversation may well hold.</summary>
    public static string Mend(string source)
    {
        if (source.Contains("<|channel|>", StringComparison.Ordinal))
        {
            source = source.Replace("{%- if \"<|channel|>analysis<|message|>\" in message.content or \"<|channel|>final<|message|>\" in message.content %}", "{%- if false %}", StringComparison.Ordinal);
        }
        if (source.Contains("[TOOL_CALLS]", StringComparison.Ordinal))
        {
            source = source.Replace("{%- if (message['content'] is none or message['content'] == '' or message['content']|length == 0) and (message['tool_calls'] is not defined or message['tool_calls'] is none or message['tool_calls']|length == 0) %}", "{%- if false %}", StringComparison.Ordinal);
        }
        return source;
    }

    public List<Map> Adjust(List<Map> turns)
    {
        if (_wantsTrimmed) foreach (var turn in turns) Trim(turn);
        if (_joinsResults) turns = ToolTurns.JoinResults(turns);
        if (_ordersResults) turns = ToolTurns.InOrderOfCalls(turns);
        if (_wantsShortIds) ShortIds.Apply(turns);
        if (_thinksInParts) foreach (var turn in turns) ThinkInParts(turn);
        else if (_isHarmony || _saysThinking) foreach (var turn in turns) SayThinking(turn);
        return turns;
    }

    public string Finish(string prompt, bool opensTurn)
    {
        // A finished reply's last token is another one in the history than at its end.
        if (_isHarmony && !opensTurn && prompt.LastIndexOf("<|return|>", StringComparison.Ordinal) is >= 0 and var at) return string.Concat(prompt.AsSpan(0, at), "<|end|>", prompt.AsSpan(at + 10));
        // After a call without an answer the template opens no turn of its own.
        if (_isTurnChannel && opensTurn && prompt.EndsWith("<turn|>\n", StringComparison.Ordinal)) return prompt + "<|turn>model\n";
        return prompt;
    }

    private static void ThinkInParts(Map turn)
    {
        if (turn["role"].Text is not ("system" or "assistant")) return;
        var parts = new List<Value>();
        if (turn.Remove(Value.Of("reasoning_content"), out var thinking)) parts.Add(Value.Of(new Map { ["type"] = Value.Of("thinking"), ["thinking"] = thinking }));
        var content = turn["content"];
        if (content.IsSequence) parts.AddRange(content.Items);
        else if (content.IsString) parts.Add(Turns.TextPart(content.Text));
        turn["content"] = Value.Of(parts);
    }

    private void SayThinking(Map turn)
    {
        if (turn["reasoning_content"] is not { IsString: true } thinking) return;
        turn["thinking"] = thinking;
        if (_isHarmony && turn["tool_calls"] is { IsSequence: true }) turn.Remove(Value.Of("content"), out _);
    }

    private static void Trim(Map turn)
    {
        if (turn["content"].IsString) turn["content"] = Value.Of(turn["content"].Text.Trim());
        if (turn["reasoning_content"].IsString) turn["reasoning_content"] = Value.Of(turn["reasoning_content"].Text.Trim());
    }
}
