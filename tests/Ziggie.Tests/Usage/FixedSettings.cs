using Ziggie.Settings;

namespace Ziggie.Tests.Usage;

/// <summary>Settings that do not change.</summary>
internal sealed class FixedSettings(UsageSettings usage) : ISettings
{
    public event Action<ZiggieSettings>? Changed { add { } remove { } }

    public ZiggieSettings Current { get; } = new() { Usage = usage };

    public SettingSource? DeclaredAt(string keyPath) => null;
}
