using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary>Options that describe a backend.</summary>
internal sealed class BackendFields
{
    private readonly Option<string?> _type;
    private readonly Option<string?> _url = new("--backend-url") { Description = "Its base address; for openai with the path before /chat/completions, mostly /v1.", HelpName = "URL" };
    private readonly Option<string?> _apiKey = new("--api-key") { Description = "Key that it wants; - asks for it or reads it from stdin.", HelpName = "KEY" };
    private readonly Option<string[]> _roles = new("--role") { Description = "What its models are good at: fast, code, large, vision, embed… (repeat, or with commas).", HelpName = "ROLE" };
    private readonly Option<string?> _maxConcurrency = new("--max-concurrency") { Description = "Requests at once. Default 4 for ollama, else 64.", HelpName = "N" };
    private readonly Option<string?> _maxQueue = new("--max-queue") { Description = "Requests that may wait. Default 100.", HelpName = "N" };
    private readonly Option<int?> _priority = new("--priority") { Description = "Smaller is tried first. Default 1.", HelpName = "N" };

    /// <param name="adding">Then the type is needed, and the address is an argument.</param>
    public BackendFields(bool adding)
    {
        _type = new("--type", "-t") { Description = "What it speaks: ollama, openai (anything compatible), anthropic or simulator.", HelpName = "TYPE", Required = adding };
        _url.Hidden = adding;
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_type, _url, _apiKey, _roles, _maxConcurrency, _maxQueue, _priority]) command.Add(option);
    }

    /// <summary>Only what was given.</summary>
    public JsonObject Read(ParseResult parse, CliHost host)
    {
        var body = new JsonObject();
        if (parse.GetValue(_type) is { } type) body["type"] = type;
        if (parse.GetValue(_url) is { } url) body["url"] = url;
        if (parse.GetResult(_apiKey) is not null) body["apiKey"] = Input.Secret(host, "--api-key", parse.GetValue(_apiKey));
        if (parse.GetValue(_roles) is { Length: > 0 } roles) body["roles"] = Input.List(roles);
        if (parse.GetValue(_maxConcurrency) is { } concurrency) body["maxConcurrency"] = Input.Limit("--max-concurrency", concurrency);
        if (parse.GetValue(_maxQueue) is { } queue) body["maxQueue"] = Input.Limit("--max-queue", queue);
        if (parse.GetValue(_priority) is { } priority) body["priority"] = priority;
        return body;
    }
}
