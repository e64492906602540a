using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ziggie.Simulator;

/// <summary>Replies written beforehand: of the rules that fit a request, the first one holds.</summary>
public sealed record SimulatorScript(IReadOnlyList<ScriptRule> Rules)
{
    public static SimulatorScript Empty { get; } = new([]);

    public static SimulatorScript Of(params ScriptRule[] rules) => new(rules);

    /// <summary>Reads a file. Throws <see cref="FormatException"/> saying what is wrong where.</summary>
    public static SimulatorScript Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The script {path} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Reads a JSON list of rules. Throws <see cref="FormatException"/>.</summary>
    public static SimulatorScript Parse(string json)
    {
        try
        {
            var rules = JsonSerializer.Deserialize(json, ScriptJson.Default.ListScriptRule) ?? [];
            for (var i = 0; i < rules.Count; i++)
                if (rules[i].Problem() is { } problem) throw new FormatException($"Rule {i + 1}: {problem}");
            return new SimulatorScript(rules);
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"It must be a JSON list of rules such as [{{\"match\":\"weather\",\"reply\":\"Sunny.\"}}]. {e.Message}", e);
        }
    }
}

/// <summary>One scripted reply.</summary>
public sealed record ScriptRule
{
    /// <summary>Part of the last message's text, or of the model's name, in any case; null fits every request.</summary>
    public string? Match { get; init; }

    /// <summary>The text of the reply, to the letter.</summary>
    public string? Reply { get; init; }

    public string? Thinking { get; init; }

    public IReadOnlyList<ScriptedToolCall>? ToolCalls { get; init; }

    /// <summary>Tokens of the reply, where no text is given.</summary>
    public int? Tokens { get; init; }

    /// <summary>An HTTP status to fail with.</summary>
    public int? Status { get; init; }

    /// <summary>The message of the failure.</summary>
    public string? Error { get; init; }

    /// <summary>Waited before the first token.</summary>
    public int DelayMs { get; init; }

    /// <summary>A fault as <c>--fault</c> takes it.</summary>
    public string? Fault { get; init; }

    internal string? Problem()
    {
        if (Status is < 400 or > 599) return $"status must be from 400 to 599, but is {Status}.";
        if (DelayMs < 0) return "delayMs must not be negative.";
        if (Tokens is < 1 or > SimulatorOptions.MostTokens) return $"tokens must be from 1 to {SimulatorOptions.MostTokens}.";
        if (ToolCalls is not null && ToolCalls.Any(c => string.IsNullOrEmpty(c.Name))) return "a tool call has no name.";
        return Fault is not null && !Simulator.Fault.TryParse(Fault, out _, out var error) ? error : null;
    }
}

/// <summary>A tool call that a script or a prompt asks for.</summary>
/// <param name="Arguments">Null makes up arguments that fit the tool's schema.</param>
public sealed record ScriptedToolCall(string Name, JsonElement? Arguments = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(List<ScriptRule>))]
internal sealed partial class ScriptJson : JsonSerializerContext;
