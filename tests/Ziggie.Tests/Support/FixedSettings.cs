using Ziggie.Settings;

namespace Ziggie.Tests.Support;

/// <summary>Settings that a test sets by hand.</summary>
public sealed class FixedSettings(ZiggieSettings settings) : ISettings
{
    public ZiggieSettings Current { get; private set; } = settings;

    public event Action<ZiggieSettings>? Changed;

    public SettingSource? DeclaredAt(string keyPath) => null;

    public void Swap(ZiggieSettings next)
    {
        Current = next;
        Changed?.Invoke(next);
    }
}
