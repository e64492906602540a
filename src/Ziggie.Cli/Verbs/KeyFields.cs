using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary>Options that describe a key.</summary>
internal sealed class KeyFields
{
    private readonly Option<string[]> _scopes = new("--scope") { Description = "models, uploads, knowledge, read, operate, admin (repeat, or with commas). Default models,uploads,knowledge.", HelpName = "SCOPE" };
    private readonly Option<string[]> _models = new("--model") { Description = "Only these models or aliases (repeat, or with commas); `none` lifts the restriction.", HelpName = "MODEL" };
    private readonly Option<string?> _expires = new("--expires") { Description = "When it ends: 30d, 2027-01-31, or `none`.", HelpName = "WHEN" };

    private readonly (Option<string?> Option, string Field)[] _limits =
    [
        (new("--rpm") { Description = "Requests per minute (60, 200k, 1M, or `none`).", HelpName = "N" }, "requestsPerMinute"),
        (new("--tpm") { Description = "Tokens per minute.", HelpName = "N" }, "tokensPerMinute"),
        (new("--monthly-tokens") { Description = "Tokens per calendar month.", HelpName = "N" }, "monthlyTokens"),
        (new("--max-concurrency") { Description = "Requests at once.", HelpName = "N" }, "maxConcurrency"),
    ];

    public void AddTo(Command command)
    {
        command.Add(_scopes);
        command.Add(_models);
        foreach (var (option, _) in _limits) command.Add(option);
        command.Add(_expires);
    }

    /// <summary>Only what was given.</summary>
    public JsonObject Read(ParseResult parse, TimeProvider time)
    {
        var body = new JsonObject();
        if (parse.GetValue(_scopes) is { Length: > 0 } scopes) body["scopes"] = Input.List(scopes);
        if (parse.GetValue(_models) is { Length: > 0 } models) body["models"] = models is ["none"] ? null : Input.List(models);
        foreach (var (option, field) in _limits)
            if (parse.GetValue(option) is { } limit) body[field] = Input.Limit(option.Name, limit);
        if (parse.GetValue(_expires) is { } expires)
            body["expiresAt"] = expires == "none" ? null : Input.Rfc3339(Input.Time("--expires", expires, time.GetUtcNow(), past: false));
        return body;
    }
}
