using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>The models that are served, and which of them are "loaded". Safe for many requests at once.</summary>
internal sealed class ModelShelf(SimulatorOptions options)
{
    private const long Size = 4_700_000_000;
    private const int ContextLength = 131_072;
    private const int Most = 1000;

    private static readonly TimeSpan UsualKeepAlive = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Made = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private IReadOnlyList<ModelListing> _models = [.. options.Models.Select(name => Listing(Shown(name, options.Dialect)))];
    private readonly Dictionary<string, (DateTimeOffset ReadyAt, DateTimeOffset ExpiresAt)> _loaded = new(StringComparer.Ordinal);

    public IReadOnlyList<ModelListing> Models => Volatile.Read(ref _models);

    /// <summary>As after a pull; bounded, since anybody may ask for any name.</summary>
    public ModelListing Add(string name)
    {
        lock (_gate)
        {
            if (Find(name) is { } known) return known;
            if (_models.Count >= Most) throw new WireException(new WireError(ErrorKind.Internal, $"The simulator has room for {Most} models."));
            var added = Listing(Shown(name, options.Dialect));
            _models = [.. _models, added];
            return added;
        }
    }

    public void Remove(ModelListing model)
    {
        lock (_gate)
        {
            _models = [.. _models.Where(m => m != model)];
            _loaded.Remove(model.Name);
        }
    }

    public ModelListing? Find(string name) => Models.FirstOrDefault(m => m.Name == name)
        ?? (options.Dialect == Dialect.Ollama ? Models.FirstOrDefault(m => m.Name == name + ":latest") : null);

    public IReadOnlyList<RunningModel> Running()
    {
        var now = options.Time.GetUtcNow();
        lock (_gate)
            return [.. _loaded.Where(l => l.Value.ReadyAt <= now && now < l.Value.ExpiresAt)
                .Select(l => new RunningModel(Listing(l.Key), l.Value.ExpiresAt == DateTimeOffset.MaxValue ? null : l.Value.ExpiresAt, Size))];
    }

    /// <summary>Waits until the model is loaded; says how long that took.</summary>
    public async ValueTask<TimeSpan> LoadAsync(ModelListing model, string? keepAlive, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = options.Time.GetUtcNow();
            var ready = _loaded.TryGetValue(model.Name, out var known) && now < known.ExpiresAt ? known.ReadyAt : now + options.Load;
            wait = ready > now ? ready - now : TimeSpan.Zero;
            _loaded[model.Name] = (ready, Expiry(now + wait, KeepAlive(keepAlive)));
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, options.Time, cancellation);
        return wait;
    }

    public void Unload(ModelListing model)
    {
        lock (_gate) _loaded.Remove(model.Name);
    }

    private static DateTimeOffset Expiry(DateTimeOffset from, TimeSpan keep) =>
        keep < TimeSpan.Zero || keep > TimeSpan.FromDays(3650) ? DateTimeOffset.MaxValue : from + keep;

    /// <summary>"5m", "90s", "1h", "-1" (for ever), "300" (seconds).</summary>
    private static TimeSpan KeepAlive(string? text)
    {
        if (text is null) return UsualKeepAlive;
        var digits = text.TrimEnd('h', 'm', 's');
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return UsualKeepAlive;
        var unit = text[digits.Length..] switch { "h" => 3600, "m" => 60, "ms" => 0.001, _ => 1.0 };
        return Math.Abs(number * unit) > 1e9 ? TimeSpan.FromSeconds(-1) : TimeSpan.FromSeconds(number * unit);
    }

    private static string Shown(string name, Dialect dialect) =>
        dialect == Dialect.Ollama && !name.Contains(':', StringComparison.Ordinal) ? name + ":latest" : name;

    public static ModelListing Listing(string name) => new(
        name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), Size, Made, "simulated", "0B", "F16")
    {
        Capabilities = ["completion", "tools", "vision", "thinking", "embedding", "insert"],
        Format = "gguf",
        ContextLength = ContextLength,
        OwnedBy = "ziggie-simulator",
    };
}
