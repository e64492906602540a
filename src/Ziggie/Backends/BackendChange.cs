using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>Fields of a backend as sent; what is not sent stays as it is. An empty apiKey removes the key.</summary>
internal sealed record BackendChange(
    string? Name,
    string? Type,
    string? Url,
    string? ApiKey,
    int? MaxConcurrency,
    int? MaxQueue,
    int? Priority,
    IReadOnlyList<string>? Roles,
    IReadOnlyList<string>? Models)
{
    private const int MaxName = 64;

    /// <summary>The backend with these fields, and what is wrong with them.</summary>
    public (string Field, string Message)[] Apply(BackendSettings? current, out BackendSettings backend)
    {
        List<(string, string)> errors = [];
        var name = Name ?? current?.Name ?? "";
        if (name.Length is 0 or > MaxName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) errors.Add(("name", $"A name has 1 to {MaxName} letters, digits, dots, hyphens and underscores."));
        var type = current?.Type ?? BackendType.Ollama;
        if (Type is not null ? !Enum.TryParse(Type, ignoreCase: true, out type) || int.TryParse(Type, out _) : current is null) errors.Add(("type", "The type is ollama, openai, anthropic or simulator."));
        if (type == BackendType.Engine && current?.Type != BackendType.Engine) errors.Add(("type", "The engine is part of Ziggie and there whenever there are GGUF files; ziggie.yaml sets it up under engine."));
        var url = (Url ?? current?.Url ?? "").Trim().TrimEnd('/');
        if (type is not (BackendType.Simulator or BackendType.Engine) || url.Length > 0)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) errors.Add(("url", "The url is the server's address, such as http://127.0.0.1:11434."));
            else if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) errors.Add(("url", "The url has no user, query or fragment; a key goes into apiKey."));
        }
        if (ApiKey is { Length: > 4096 } || ApiKey?.Any(char.IsControl) == true) errors.Add(("apiKey", "This is not a key."));
        if (MaxConcurrency is < 1 or > 100_000) errors.Add(("maxConcurrency", "Between 1 and 100000."));
        if (MaxQueue is < 0 or > 100_000) errors.Add(("maxQueue", "Between 0 and 100000."));
        if (Priority is < 1 or > 1000) errors.Add(("priority", "Between 1 and 1000; smaller is tried first."));
        backend = new BackendSettings
        {
            Name = name,
            Type = type,
            Url = url,
            ApiKey = ApiKey is null ? current?.ApiKey : ApiKey.Length == 0 ? null : ApiKey,
            MaxConcurrency = MaxConcurrency ?? current?.MaxConcurrency,
            MaxQueue = MaxQueue ?? current?.MaxQueue ?? 100,
            Priority = Priority ?? current?.Priority ?? 1,
            Roles = Roles ?? current?.Roles ?? [],
            Models = Models?.Select(m => new ModelSettings(m, [])).ToList() ?? current?.Models ?? [],
            Timeouts = current?.Timeouts ?? new PhaseTimeouts(),
            Headers = current?.Headers ?? new Dictionary<string, string>(),
        };
        return [.. errors];
    }
}
