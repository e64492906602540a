using System.Text.Json.Serialization;

namespace Ziggie.Settings;

/// <summary>The configuration in force and news of its changes.</summary>
public interface ISettings
{
    ZiggieSettings Current { get; }

    /// <summary>Called after <see cref="Current"/> was swapped, on a background thread. A handler must not throw.</summary>
    event Action<ZiggieSettings>? Changed;

    /// <summary>Where a key path (e.g. <c>backends.technical</c>, <c>aliases.smart</c>) is declared: a line of ziggie.yaml or an environment variable; null where it is not.</summary>
    SettingSource? DeclaredAt(string keyPath);
}

/// <summary>Where the configuration says something.</summary>
/// <param name="File">The file, or what stands in its place: an environment variable or an option.</param>
/// <param name="Line">Null where there is no line.</param>
public sealed record SettingSource(string File, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Line = null)
{
    public override string ToString() => Line is null ? $"the {File}" : $"{File} line {Line}";
}
