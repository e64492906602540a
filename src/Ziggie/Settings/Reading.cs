namespace Ziggie.Settings;

/// <summary>One reading of the configuration: what it may ask, and what it has found wrong so far.</summary>
internal sealed class Reading(IReadOnlyDictionary<string, string> environment, string baseDirectory)
{
    private const int MaxProblems = 100;
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private int _secret;
    private int _later;

    public List<SettingProblem> Errors { get; } = [];
    public List<SettingProblem> Warnings { get; } = [];

    /// <summary>Key path to the place that declares it.</summary>
    public Dictionary<string, SettingOrigin> Origins { get; } = new(StringComparer.Ordinal);

    /// <summary>Relative paths in the configuration start here: the file's folder, else the working directory.</summary>
    public string BaseDirectory { get; } = baseDirectory;

    public IReadOnlyDictionary<string, string> Environment { get; } = environment;

    /// <summary>The value with its variables filled in; null after an error was added.</summary>
    public string? Text(ConfigNode node, string path, string expected)
    {
        if (node is not ScalarNode scalar)
        {
            Error(node.Origin, path, $"must be {expected}; found {node.Word}.");
            return null;
        }
        if (scalar.Origin.Kind != SettingOriginKind.File) return scalar.Text;
        var text = Variables.Expand(scalar.Text, Environment, out var problem);
        if (text is null) Error(scalar.Origin, path, problem + ".");
        return text;
    }

    /// <summary>Says what a value should have been, and quotes it as written (so variables stay unexpanded) where it is no secret.</summary>
    public void Mismatch(ConfigNode node, string path, string message)
    {
        var quoted = _secret == 0 && node is ScalarNode scalar ? $"; found \"{Cut(scalar.Text)}\"" : "";
        Error(node.Origin, path, message + quoted + ".");
    }

    public void Error(SettingOrigin origin, string path, string message)
    {
        _failed.Add(path);
        if (Errors.Count < MaxProblems) Errors.Add(new SettingProblem(origin, path, message));
        else if (Errors.Count == MaxProblems) Errors.Add(new SettingProblem(origin, "", $"More errors follow; the first {MaxProblems} are listed."));
    }

    public void Warn(string path, string message)
    {
        if (Warnings.Count < MaxProblems) Warnings.Add(new SettingProblem(OriginOf(path), path, message));
    }

    public void Error(string path, string message) => Error(OriginOf(path), path, message);

    /// <summary>Whether an error about this key was added already, so that rules over several keys do not add to it.</summary>
    public bool Failed(string path) => _failed.Contains(path);

    public bool Declares(string path) => Origins.ContainsKey(path);

    /// <summary>Until disposed, a key's value is read: no secret is quoted, and nothing below an unused key warned about again.</summary>
    public Scope Enter(SettingKey key, string path)
    {
        if (key.Later && _later == 0) Warn(path, "is not used by this version yet; it is checked and otherwise left alone.");
        _secret += key.Secret ? 1 : 0;
        _later += key.Later ? 1 : 0;
        return new Scope(this, key);
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    internal readonly struct Scope(Reading reading, SettingKey key) : IDisposable
    {
        public void Dispose()
        {
            reading._secret -= key.Secret ? 1 : 0;
            reading._later -= key.Later ? 1 : 0;
        }
    }

    /// <summary>The nearest declared ancestor says best where to look.</summary>
    private SettingOrigin OriginOf(string path)
    {
        for (var at = path; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
            if (Origins.TryGetValue(at, out var origin)) return origin;
        return SettingOrigin.Default;
    }

    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        var userEnd = line.IndexOf('@', StringComparison.Ordinal);
        var user = line.IndexOf("//", StringComparison.Ordinal) + 2;
        if (userEnd > user && user > 1) line = $"{line[..user]}…{line[userEnd..]}"; // a password in an address
        return line.Length <= 80 ? line : line[..80] + "…";
    }
}
