using System.Text.Json;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Tool turns for families that want them in another arrangement.</summary>
internal static class ToolTurns
{
    /// <summary>Results move into the turn that called, as <c>tool_responses</c>, with the words that follow.</summary>
    public static List<Map> JoinResults(List<Map> turns)
    {
        var joined = new List<Map>(turns.Count);
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            joined.Add(turn);
            if (turn["tool_calls"] is not { IsSequence: true } calls) continue;
            var results = new List<Value>();
            while (i + 1 < turns.Count && turns[i + 1]["role"].Text == "tool")
            {
                var result = turns[++i];
                var name = results.Count < calls.Items.Count ? calls.Items[results.Count].Map["function"].Map["name"] : result["tool_call_id"];
                results.Add(Value.Of(new Map { ["name"] = name, ["response"] = AsJson(result["content"]) }));
            }
            turn.Remove(Value.Of("content"), out _);
            if (results.Count > 0) turn["tool_responses"] = Value.Of(results);
            if (i + 1 < turns.Count && turns[i + 1]["role"].Text == "assistant" && !turns[i + 1]["tool_calls"].IsSequence && turns[i + 1]["content"].IsTrue) turn["content"] = turns[++i]["content"];
        }
        return joined;
    }

    /// <summary>Results that follow each other stand in the order of their calls.</summary>
    public static List<Map> InOrderOfCalls(List<Map> turns)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i]["tool_calls"] is { IsSequence: true } calls)
            {
                order.Clear();
                for (var c = 0; c < calls.Items.Count; c++) order[calls.Items[c].Map["id"].ToString()] = c;
            }
            else if (turns[i]["role"].Text is "user" or "tool")
            {
                var end = i;
                while (end < turns.Count && turns[end]["role"].Text is "user" or "tool") end++;
                Sort(turns, i, end, order);
                i = end - 1;
            }
        }
        return turns;
    }

    /// <summary>Turns with several calls become as many turns, each with its result.</summary>
    public static List<Map> OneByOne(List<Map> turns)
    {
        if (!turns.Exists(t => t["tool_calls"] is { IsSequence: true, Items.Count: > 1 })) return turns;
        var single = new List<Map>(turns.Count + 4);
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            if (turn["tool_calls"] is not { IsSequence: true, Items: { Count: > 1 } calls })
            {
                single.Add(turn);
                continue;
            }
            var results = new List<Map>();
            while (i + 1 < turns.Count && turns[i + 1]["role"].Text == "tool") results.Add(turns[++i]);
            for (var c = 0; c < calls.Count; c++)
            {
                var one = c == 0 ? new Map(turn) : Turns.Plain("assistant", "");
                one["tool_calls"] = Value.Of([calls[c]]);
                single.Add(one);
                var id = calls[c].Map["id"];
                if (results.Find(r => !id.IsUndefined && r["tool_call_id"].Equals(id)) is not { } result) continue;
                single.Add(result);
                results.Remove(result);
            }
            single.AddRange(results);
        }
        return single;
    }

    private static void Sort(List<Map> turns, int from, int to, Dictionary<string, int> order)
    {
        var places = Enumerable.Range(from, to - from).Where(i => turns[i]["role"].Text == "tool").ToList();
        var sorted = places.Select(i => turns[i]).OrderBy(t => order.GetValueOrDefault(t["tool_call_id"].ToString())).ToList();
        for (var i = 0; i < places.Count; i++) turns[places[i]] = sorted[i];
    }

    private static Value AsJson(in Value content)
    {
        if (!content.IsString) return content;
        try
        {
            using var json = JsonDocument.Parse(content.Text);
            return ValueJson.Read(json.RootElement);
        }
        catch (JsonException)
        {
            return content;
        }
    }
}
