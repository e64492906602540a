using System.Globalization;
using System.Text.Json;

namespace Ziggie.Simulator.Steering;

/// <summary>
/// Orders in a prompt: <c>[[say:exact text]]</c>, <c>[[think:…]]</c>, <c>[[tool:get_weather {"city":"Paris"}]]</c>, <c>[[tokens:500]]</c>,
/// <c>[[delay:200]]</c> and <c>[[gap:20]]</c> (milliseconds) and <c>[[fault:drop after=3]]</c>. What is not understood is left alone: it may be anybody's text.
/// </summary>
internal static class Directives
{
    public static void Read(string prompt, SteeringBuilder steering)
    {
        for (var at = prompt.IndexOf("[[", StringComparison.Ordinal); at >= 0; at = prompt.IndexOf("[[", at, StringComparison.Ordinal))
        {
            at += 2;
            var colon = prompt.IndexOf(':', at);
            if (colon < 0) return;
            var name = prompt[at..colon];
            for (var end = prompt.IndexOf("]]", colon, StringComparison.Ordinal); end >= 0; end = prompt.IndexOf("]]", end + 1, StringComparison.Ordinal))
            {
                if (!Take(name, prompt[(colon + 1)..end], steering)) continue;
                at = end + 2;
                break;
            }
        }
    }

    /// <summary>False where the value is not whole (the arguments of a tool may contain "]]" themselves) or the name is unknown.</summary>
    private static bool Take(string name, string value, SteeringBuilder steering)
    {
        switch (name)
        {
            case "say": steering.Reply = value; return true;
            case "think": steering.Thinking = value; return true;
            case "tool": return TakeTool(value, steering);
            case "tokens" when Number(value) is > 0 and <= SimulatorOptions.MostTokens and var count: steering.Tokens = count; return true;
            case "delay" when Number(value) is >= 0 and var ms: steering.Delay = TimeSpan.FromMilliseconds(ms); return true;
            case "gap" when Number(value) is >= 0 and var ms: steering.Gap = TimeSpan.FromMilliseconds(ms); return true;
            case "fault" when Fault.TryParse(value, out var fault, out _): steering.Fault = fault; return true;
            default: return false;
        }
    }

    private static bool TakeTool(string value, SteeringBuilder steering)
    {
        var parts = value.Trim().Split(' ', 2);
        if (parts[0].Length == 0) return false;
        if (parts.Length == 1)
        {
            steering.ToolCalls.Add(new ScriptedToolCall(parts[0]));
            return true;
        }
        try
        {
            using var arguments = JsonDocument.Parse(parts[1]);
            steering.ToolCalls.Add(new ScriptedToolCall(parts[0], arguments.RootElement.Clone()));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
