namespace Ziggie.Settings;

/// <summary>The configuration in force and news of its changes.</summary>
public interface ISettings
{
    ZiggieSettings Current { get; }

    /// <summary>Called after <see cref="Current"/> was swapped, on a background thread. A handler must not throw.</summary>
    event Action<ZiggieSettings>? Changed;

    /// <summary>The line in ziggie.yaml that declares a key path (e.g. <c>backends.technical</c>, <c>aliases.smart</c>); null where the file does not declare it.</summary>
    SettingSource? DeclaredAt(string keyPath);
}

/// <summary>A place in the configuration file.</summary>
public sealed record SettingSource(string File, int Line);
