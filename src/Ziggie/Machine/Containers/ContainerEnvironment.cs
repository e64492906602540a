using System.Diagnostics.CodeAnalysis;

namespace Ziggie.Machine.Containers;

/// <summary>The variables that a container was made with. Their values are given one by one, to those who ask by name, and never show in a log.</summary>
internal sealed class ContainerEnvironment
{
    /// <summary>More than a program could be started with.</summary>
    private const int Most = 4096;

    public static readonly ContainerEnvironment None = new([]);

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="variables"><c>NAME=value</c> each; of one name the last counts.</param>
    public ContainerEnvironment(IEnumerable<string> variables)
    {
        foreach (var variable in variables.Take(Most))
        {
            var at = variable.IndexOf('=', StringComparison.Ordinal);
            if (at > 0) _values[variable[..at]] = variable[(at + 1)..];
        }
    }

    public IReadOnlyCollection<string> Names => _values.Keys;

    public string? this[string name] => _values.GetValueOrDefault(name);

    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => _values.TryGetValue(name, out value);

    public override string ToString() => $"{_values.Count} variables";
}
