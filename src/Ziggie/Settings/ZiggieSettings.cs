using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>The configuration in force: every value with its default applied. Immutable; a reload swaps the whole.</summary>
public sealed record ZiggieSettings
{
    public ServerSettings Server { get; init; } = new();
    public DatabaseSettings Database { get; init; } = new();
    public IReadOnlyList<BackendSettings> Backends { get; init; } = [];

    /// <summary>Name to the models it stands for, in order: plain names or backend/name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public EngineSettings Engine { get; init; } = new();
    public ModelStoreSettings Models { get; init; } = new();
    public LimitSettings Limits { get; init; } = new();
    public DiscoverySettings Discovery { get; init; } = new();
    public UsageSettings Usage { get; init; } = new();
    public LoggingSettings Logging { get; init; } = new();
}

/// <summary>Where and for whom Ziggie listens.</summary>
public sealed record ServerSettings
{
    public string Url { get; init; } = "http://127.0.0.1:54112";
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];
    public IReadOnlyList<string> Hosts { get; init; } = [];
    public IReadOnlyList<AnonymousNetwork> Anonymous { get; init; } = [];
    public TlsSettings? Tls { get; init; }
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];
    public string BasePath { get; init; } = "";
}

/// <summary>A network whose callers count as a key without sending it.</summary>
public sealed record AnonymousNetwork(string Cidr, string As);

/// <summary>PEM files for https.</summary>
public sealed record TlsSettings(string Certificate, string Key);

/// <summary>Where data is kept.</summary>
public sealed record DatabaseSettings
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";
    public string? ConnectionString { get; init; }
}

/// <summary>What kind of server a backend is.</summary>
public enum BackendType { Ollama, OpenAi, Anthropic, Simulator, Engine }

/// <summary>A server that answers model requests, as configured.</summary>
public sealed record BackendSettings : INamedSetting
{
    public required string Name { get; init; }
    public required BackendType Type { get; init; }

    /// <summary>Base address; for openai it ends in /v1. Empty for the built-in simulator and the engine.</summary>
    public string Url { get; init; } = "";
    public string? ApiKey { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];
    public IReadOnlyList<ModelSettings> Models { get; init; } = [];

    /// <summary>Requests at once; null is the type's default (ollama 4, engine its slots, else 64).</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Requests waiting at most.</summary>
    public int MaxQueue { get; init; } = 100;

    /// <summary>Smaller is tried first; equal ones are balanced.</summary>
    public int Priority { get; init; } = 1;
    public PhaseTimeouts Timeouts { get; init; } = new();

    /// <summary>Sent with every request to it.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public Dialect Dialect => Type switch { BackendType.Ollama => Dialect.Ollama, BackendType.Anthropic => Dialect.Anthropic, _ => Dialect.OpenAi };
}

/// <summary>A model of a backend that has roles of its own.</summary>
public sealed record ModelSettings(string Name, IReadOnlyList<string> Roles) : INamedSetting;

/// <summary>How long each phase of a request may take.</summary>
public sealed record PhaseTimeouts
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Until the first content: loading the model and reading the prompt.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan BetweenTokens { get; init; } = TimeSpan.FromSeconds(60);
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>Models on this machine's disk.</summary>
public sealed record ModelStoreSettings
{
    /// <summary>Their folder; null is <c>models</c> in the data directory.</summary>
    public string? Path { get; init; }

    /// <summary>Scheme, host and port of the registry that names without a host mean.</summary>
    public string Registry { get; init; } = "https://registry.ollama.ai";

    /// <summary>Models folders of Ollama that are used in place; null: where Ollama keeps them by itself.</summary>
    public IReadOnlyList<string>? OllamaStores { get; init; }
}

/// <summary>Bounds on what callers may send.</summary>
public sealed record LimitSettings
{
    public long BodyBytes { get; init; } = 32L << 20;
    public int JsonDepth { get; init; } = 64;
    public int ModelNameLength { get; init; } = 256;
}

/// <summary>Looking for local model servers when no backend is configured.</summary>
public sealed record DiscoverySettings
{
    public bool Enabled { get; init; } = true;
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>How long usage is kept and what tokens cost.</summary>
public sealed record UsageSettings
{
    /// <summary>Single requests; rollups by hour and day stay.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Model name to price.</summary>
    public IReadOnlyDictionary<string, ModelPrice> Prices { get; init; } = new Dictionary<string, ModelPrice>();
}

/// <summary>Price per million tokens, in the currency the user thinks in.</summary>
public sealed record ModelPrice(double Input, double Output, double? Cached = null);

/// <summary>What is logged.</summary>
public sealed record LoggingSettings
{
    public string Level { get; init; } = "information";

    /// <summary>Logs prompts and replies. Off unless asked for.</summary>
    public bool Content { get; init; }
}
