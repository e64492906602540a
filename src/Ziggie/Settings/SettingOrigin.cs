namespace Ziggie.Settings;

/// <summary>What kind of place a setting's value comes from.</summary>
public enum SettingOriginKind { Default, File, Environment, CommandLine }

/// <summary>Where a setting's value comes from.</summary>
/// <param name="Name">The file, the environment variable or the option.</param>
/// <param name="Line">Counted from 1; 0 where there is no line.</param>
public sealed record SettingOrigin(SettingOriginKind Kind, string Name, int Line = 0, int Column = 0)
{
    internal static SettingOrigin Default { get; } = new(SettingOriginKind.Default, "default");

    internal static SettingOrigin Variable(string name) => new(SettingOriginKind.Environment, name);

    public override string ToString() => Kind switch
    {
        SettingOriginKind.File => Line > 0 ? $"{Name}:{Line}:{Column}" : Name,
        SettingOriginKind.Environment => $"environment variable {Name}",
        SettingOriginKind.CommandLine => $"option {Name}",
        _ => Name,
    };
}

/// <summary>An error or a warning about the configuration: where, which key, and what to do. Never holds a secret.</summary>
/// <param name="Key">Path of the key, e.g. <c>backends.technical.url</c>; empty where the whole file is meant.</param>
public sealed record SettingProblem(SettingOrigin Origin, string Key, string Message)
{
    public override string ToString() => Key.Length == 0 ? $"{Origin}: {Message}" : $"{Origin}: {Key}: {Message}";
}
