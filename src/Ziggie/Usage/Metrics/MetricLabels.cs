using System.Globalization;
using System.Text;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Usage.Metrics;

/// <summary>Labels by OpenTelemetry's GenAI names, written as Prometheus has them.</summary>
internal static class MetricLabels
{
    public static string Of(in MetricKey key)
    {
        var text = new StringBuilder();
        Add(text, "gen_ai_operation_name", Word(key.Operation));
        Add(text, "gen_ai_provider_name", key.Provider is { } provider ? Word(provider) : "");
        Add(text, "gen_ai_request_model", key.RequestModel);
        Add(text, "gen_ai_response_model", key.ResponseModel);
        Add(text, "ziggie_backend", key.Backend);
        Add(text, "status_class", key.StatusClass is 0 ? "" : key.StatusClass.ToString(CultureInfo.InvariantCulture) + "xx");
        Add(text, "error_type", key.Failure.Word());
        return text.ToString();
    }

    public static string Word(BackendType type) => type switch
    {
        BackendType.Ollama => "ollama",
        BackendType.OpenAi => "openai",
        BackendType.Engine => "llama.cpp",
        BackendType.Anthropic => "anthropic",
        _ => "simulator",
    };

    /// <summary>Adds a label; an empty one is the same as none, so it is left out.</summary>
    public static void Add(StringBuilder text, string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (text.Length > 0) text.Append(',');
        text.Append(name).Append("=\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    private static string Word(Operation operation) => operation switch
    {
        Operation.Chat => "chat",
        Operation.Completion => "text_completion",
        Operation.Embeddings => "embeddings",
        _ => "count_tokens",
    };
}
