using Ziggie.Simulator.Replies;
using Ziggie.Wire;

namespace Ziggie.Simulator.Steering;

/// <summary>What a script and the prompt ask of one reply; the prompt has the last word.</summary>
internal sealed class SteeringBuilder
{
    public string? Reply { get; set; }
    public string? Thinking { get; set; }
    public List<ScriptedToolCall> ToolCalls { get; } = [];
    public int? Tokens { get; set; }
    public TimeSpan Delay { get; set; }
    public TimeSpan? Gap { get; set; }
    public Fault? Fault { get; set; }
    public ScriptedError? Error { get; private set; }

    public static SteeringBuilder For(ModelRequest request, SimulatorOptions options)
    {
        var steering = new SteeringBuilder();
        var text = RequestText.Last(request);
        if (options.Script.Rules.FirstOrDefault(rule => Fits(rule, text, request.Model)) is { } rule) steering.Take(rule);
        if (options.Directives) Directives.Read(text, steering);
        return steering;
    }

    private static bool Fits(ScriptRule rule, string text, string model) =>
        rule.Match is not { } match
        || text.Contains(match, StringComparison.OrdinalIgnoreCase)
        || model.Contains(match, StringComparison.OrdinalIgnoreCase);

    private void Take(ScriptRule rule)
    {
        Reply = rule.Reply;
        Thinking = rule.Thinking;
        ToolCalls.AddRange(rule.ToolCalls ?? []);
        Tokens = rule.Tokens;
        Delay = TimeSpan.FromMilliseconds(rule.DelayMs);
        Fault = rule.Fault is null ? null : Fault.Parse(rule.Fault);
        if (rule.Status is not null || rule.Error is not null)
            Error = new ScriptedError(rule.Status ?? 500, rule.Error ?? "The script says that this request fails.");
    }
}
