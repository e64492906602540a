using Ziggie.Backends;
using Ziggie.Doctor.Gathering;
using Ziggie.Settings;

namespace Ziggie.Doctor;

/// <summary>Those of the control center that runs: its catalog, whoever declared the backends.</summary>
internal sealed class RunningSubjects(ICatalog catalog, ISettings settings, SettingsResult configuration, DataDirectory data) : ISubjects
{
    public Subjects Now()
    {
        var (current, now) = (catalog.Current, settings.Current);
        return Subjects.Of(now, configuration, data.Path) with
        {
            Backends = [.. current.Backends.Where(b => b.Source != BackendSource.Builtin).Select(b => b.Settings)],
            Aliases = current.Aliases.ToDictionary(a => a.Key, a => a.Value.Models),
            IsRunning = true,
            BuiltinModels = [.. current.Backends.Where(b => b.Source == BackendSource.Builtin).SelectMany(b => b.State.Models).Select(m => m.Name)],
            DeclaredAt = current.Backends.Select(b => (b.Name, At: settings.DeclaredAt($"backends.{b.Name}"))).Where(b => b.At is not null).ToDictionary(b => b.Name, b => b.At!.ToString()),
            Changeable = current.Backends.Where(b => b.Source == BackendSource.Api).Select(b => b.Name).ToHashSet(),
            Online = current.Backends.Where(b => b.State.Status == BackendStatus.Online).Select(b => b.Name).ToHashSet(),
        };
    }
}
