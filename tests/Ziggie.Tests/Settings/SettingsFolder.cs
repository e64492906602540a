using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>A working directory and a data directory of its own, with a ziggie.yaml to read.</summary>
internal sealed class SettingsFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ziggie-settings-");

    public SettingsFolder()
    {
        Directory.CreateDirectory(Working);
        Directory.CreateDirectory(Data);
    }

    public string Working => Path.Join(_root.FullName, "work");
    public string Data => Path.Join(_root.FullName, "data");
    public string File => Path.Join(Working, "ziggie.yaml");

    public SettingsFolder Write(string yaml)
    {
        System.IO.File.WriteAllText(File, yaml);
        return this;
    }

    public SettingsResult Load(params (string Name, string Value)[] environment) =>
        SettingsLoader.Load(null, Working, Data, environment.ToDictionary(e => e.Name, e => e.Value));

    public static SettingsResult Read(string yaml, params (string Name, string Value)[] environment)
    {
        using var folder = new SettingsFolder();
        return folder.Write(yaml).Load(environment);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
