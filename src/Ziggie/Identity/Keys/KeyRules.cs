namespace Ziggie.Identity;

/// <summary>Which keys may be made. Collects every fault with its field.</summary>
internal sealed class KeyRules(UserRole owner, DateTimeOffset now)
{
    private readonly List<(string Field, string Message)> _faults = [];

    public IReadOnlyList<(string Field, string Message)> Faults => _faults;

    /// <summary>A scope beyond the owner's role was asked for: that is not allowed rather than wrong.</summary>
    public string? Excess { get; private set; }

    public string Name(string? name)
    {
        var trimmed = name?.Trim() ?? "";
        if (trimmed.Length is 0 or > 100 || trimmed.Any(char.IsControl)) Fault("name", "must have 1 to 100 characters");
        return trimmed;
    }

    public Permissions Scopes(IReadOnlyList<string>? words)
    {
        var allowed = Rights.Of(owner);
        if (words is null)
        {
            var usual = Rights.DefaultScopes & allowed;
            if (usual == 0) Fault("scopes", $"must be named: the usual ones (models, uploads, knowledge) are not for the role {Rights.Word(owner)}, but 'read' is");
            return usual;
        }
        if (words.Count == 0) Fault("scopes", $"must not be empty; there are {Rights.ScopeWords}");
        var scopes = Permissions.None;
        foreach (var word in words)
        {
            var scope = Rights.Scope(word);
            if (scope == 0) Fault("scopes", $"'{word}' is no scope; there are {Rights.ScopeWords}");
            else if ((scope & allowed) == 0) Excess ??= $"The scope '{word}' is more than the role {Rights.Word(owner)} has.";
            scopes |= scope;
        }
        return scopes;
    }

    public IReadOnlyList<string>? Models(IReadOnlyList<string>? models)
    {
        if (models is { Count: 0 or > 200 }) Fault("models", "must name 1 to 200 models, or be left out for all");
        if (models is not null && models.Any(m => string.IsNullOrWhiteSpace(m) || m.Length > 256)) Fault("models", "each must have 1 to 256 characters");
        return models;
    }

    public int? Positive(string field, int? value)
    {
        if (value <= 0) Fault(field, "must be greater than 0, or be left out for no limit");
        return value;
    }

    public long? Positive(string field, long? value)
    {
        if (value <= 0) Fault(field, "must be greater than 0, or be left out for no limit");
        return value;
    }

    public long? Future(string field, DateTimeOffset? value)
    {
        if (value <= now) Fault(field, "must be in the future");
        return value?.ToUnixTimeMilliseconds();
    }

    private void Fault(string field, string message) => _faults.Add((field, message));
}
