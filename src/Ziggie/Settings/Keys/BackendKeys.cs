namespace Ziggie.Settings;

/// <summary>Keys of one entry of <c>backends</c>.</summary>
internal static class BackendKeys
{
    private static readonly ListShape<string> s_roles = Shapes.List(new TextShape("text", TextRules.Role));

    private static readonly SectionShape<ModelSettings> s_model = new SectionShape<ModelSettings>(() => new("", []))
        .Key("name", Shapes.Text, "The model's name at the backend.", m => m.Name, (m, v) => m with { Name = v }, required: true)
        .Key("roles", s_roles, "What this model is good at, in place of the backend's roles.", m => m.Roles, (m, v) => m with { Roles = v });

    private static readonly SectionShape<PhaseTimeouts> s_timeouts = new SectionShape<PhaseTimeouts>(() => new())
        .Key("connect", Shapes.Duration("50ms", "5m"), "Until the connection stands.", t => t.Connect, (t, v) => t with { Connect = v })
        .Key("load", Shapes.Duration("100ms", "6h"), "Until the first content: loading the model and reading the prompt.", t => t.Load, (t, v) => t with { Load = v })
        .Key("betweenTokens", Shapes.Duration("100ms", "1h"), "From one piece of a stream to the next.", t => t.BetweenTokens, (t, v) => t with { BetweenTokens = v })
        .Key("total", Shapes.Duration("100ms", "1d"), "The whole request.", t => t.Total, (t, v) => t with { Total = v });

    public static SectionShape<BackendSettings> Backend { get; } = new SectionShape<BackendSettings>(() => new() { Name = "", Type = BackendType.OpenAi })
        .Key("name", new TextShape("name", TextRules.Name), "Its name here, in `backend/model` and on every page.", b => b.Name, (b, v) => b with { Name = v }, required: true)
        .Key(
            "type",
            new WordShape<BackendType>(
                ("ollama", BackendType.Ollama), ("openai", BackendType.OpenAi), ("anthropic", BackendType.Anthropic), ("simulator", BackendType.Simulator), ("engine", BackendType.Engine))
            { Later = ["comfyui"] },
            "What it speaks. `openai` is anything compatible: llama-server, vLLM, LM Studio, a cloud. `engine` is Ziggie's own, for GGUF files.",
            b => b.Type,
            (b, v) => b with { Type = v },
            required: true)
        .Key(
            "url",
            new TextShape("URL", TextRules.BackendUrl, "https?://.+"),
            "Its base address; for openai with the path before `/chat/completions`, mostly `/v1`. Needed but for the built-in simulator and the engine.",
            b => b.Url.Length == 0 ? null : b.Url,
            (b, v) => b with { Url = v })
        .Key("apiKey", Shapes.Text, "Sent to it as it wants keys sent. Better from the environment: `${NAME}`.", b => b.ApiKey, (b, v) => b with { ApiKey = v }, secret: true)
        .Key("roles", s_roles, "What its models are good at: free words such as fast, code, large, vision, embed.", b => b.Roles, (b, v) => b with { Roles = v })
        .Key("models", Shapes.List(s_model), "Models with roles of their own.", b => b.Models, (b, v) => b with { Models = v })
        .Key("maxConcurrency", Shapes.Optional(Shapes.Int(1, 100_000)), "Requests at once; the rest waits in a fair queue. Without it: 4 for ollama, as many as its slots for the engine, else 64.", b => b.MaxConcurrency, (b, v) => b with { MaxConcurrency = v })
        .Key("maxQueue", Shapes.Int(0, 100_000), "Requests that may wait.", b => b.MaxQueue, (b, v) => b with { MaxQueue = v })
        .Key("priority", Shapes.Int(1, 1000), "Smaller is tried first; equal ones are balanced.", b => b.Priority, (b, v) => b with { Priority = v })
        .Key("timeouts", s_timeouts, "How long each phase of a request may take.", b => b.Timeouts, (b, v) => b with { Timeouts = v })
        .Key("headers", Shapes.Map(Shapes.Text, "header"), "Headers sent with every request to it.", b => b.Headers, (b, v) => b with { Headers = v }, secret: true)
        .Later("ensure", Shapes.List(Shapes.Text), "Models pulled at start where missing.");
}
