using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Brings a conversation into the shape that a template can say.</summary>
internal static class Fitting
{
    public static List<Map> Fit(List<Map> turns, in Value tools, TemplateAbilities can, ReplyFormat format)
    {
        // Calls as the template shows them help only a model that was told of tools in its own way.
        var knowsTools = can.Tools || format.IsOwnWhenDescribed;
        var showsCalls = can.ToolCalls && knowsTools;
        if (!tools.IsUndefined && !can.Tools) turns = WithSystem(turns, ToolWords.Describe(tools, format));
        foreach (var turn in turns) ParseArguments(turn, keep: can.ObjectArguments && showsCalls);
        if (!showsCalls) foreach (var turn in turns) ToolWords.WriteOut(turn, format);
        else if (!can.ParallelToolCalls) turns = ToolTurns.OneByOne(turns);
        if (!(can.ToolResults && knowsTools) && turns.Exists(IsTool)) turns = turns.ConvertAll(t => IsTool(t) ? ToolWords.AsUser(t) : t);
        turns = FitSystem(turns, can);
        if (!can.RepeatedRoles) turns = Merge(turns);
        foreach (var turn in turns) FitContent(turn, can);
        return turns;
    }

    private static bool IsTool(Map turn) => RoleOf(turn) == "tool";

    private static string RoleOf(Map turn) => turn["role"].Text;

    private static List<Map> WithSystem(List<Map> turns, string text)
    {
        if (turns.Count == 0 || RoleOf(turns[0]) != "system") return [Turns.Plain("system", text), .. turns];
        Append(turns[0], "\n\n" + text);
        return turns;
    }

    /// <summary>System text that has no place where it stands goes before the next user's words.</summary>
    private static List<Map> FitSystem(List<Map> turns, TemplateAbilities can)
    {
        var fitted = new List<Map>(turns.Count);
        string? waiting = null;
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            var role = RoleOf(turn);
            if (role == "system" && (i == 0 ? !can.System : !can.LateSystem))
            {
                if (i > 0 && can.System && fitted is [var first] && RoleOf(first) == "system") Append(first, "\n\n" + Turns.TextOf(turn));
                else waiting = waiting is null ? Turns.TextOf(turn) : $"{waiting}\n{Turns.TextOf(turn)}";
                continue;
            }
            if (waiting is not null && role == "user")
            {
                Prepend(turn, waiting + "\n");
                waiting = null;
            }
            fitted.Add(turn);
        }
        if (waiting is not null) fitted.Add(Turns.Plain("user", waiting));
        return fitted;
    }

    private static List<Map> Merge(List<Map> turns)
    {
        var merged = new List<Map>(turns.Count);
        foreach (var turn in turns)
        {
            if (merged is [.., var last] && RoleOf(last) == RoleOf(turn) && RoleOf(turn) is "user" or "assistant" && !Calls(merged[^1]) && !Calls(turn)) Append(merged[^1], "\n\n" + Turns.TextOf(turn));
            else merged.Add(turn);
        }
        return merged;
    }

    private static bool Calls(Map turn) => !turn["tool_calls"].IsUndefined;

    private static void FitContent(Map turn, TemplateAbilities can)
    {
        var content = turn["content"];
        if (content.IsSequence && !can.ContentParts) turn["content"] = Value.Of(Turns.JoinParts(content.Items));
        else if (can.CallsWithoutContent && Calls(turn) && !content.IsTrue) turn["content"] = Value.None;
        else if (content.IsString && !can.TextContent) turn["content"] = Value.Of([Turns.TextPart(content.Text)]);
    }

    /// <param name="keep">Whether the object takes the text's place, or the text is only checked.</param>
    private static void ParseArguments(Map turn, bool keep)
    {
        if (turn["tool_calls"] is not { IsSequence: true } calls) return;
        foreach (var call in calls.Items)
        {
            var function = call.Map["function"].Map;
            if (function["arguments"] is not { IsString: true } arguments) continue;
            try
            {
                using var json = JsonDocument.Parse(arguments.Text.Length == 0 ? "{}" : arguments.Text);
                if (keep) function["arguments"] = ValueJson.Read(json.RootElement);
            }
            catch (JsonException)
            {
                throw new TemplateException($"the arguments of an earlier call of '{function["name"]}' are not JSON", 0, refused: true);
            }
        }
    }

    private static void Append(Map turn, string text) => turn["content"] = Value.Of(Turns.TextOf(turn) + text);

    private static void Prepend(Map turn, string text)
    {
        if (turn["content"] is { IsSequence: true } parts) turn["content"] = Value.Of([Turns.TextPart(text), .. parts.Items]);
        else turn["content"] = Value.Of(text + Turns.TextOf(turn));
    }
}
