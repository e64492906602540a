using Ziggie.Backends;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Listeners;
using Ziggie.Settings;

namespace Ziggie.Doctor;

/// <summary>Those of a machine on which no control center runs: what ziggie.yaml declares; where it declares no backend, servers that listen at the usual ports.</summary>
internal sealed class LocalSubjects(SettingsResult configuration, DataDirectory data, IListenerReader listeners) : ISubjects
{
    public Subjects Now()
    {
        var settings = configuration.Settings ?? new ZiggieSettings();
        var subjects = Subjects.Of(settings, configuration, data.Path);
        if (File.Exists(data.File("ziggie.db")) || settings.Database.Provider != "sqlite")
            subjects = subjects with { Notes = [.. subjects.Notes, "Backends that were added while it ran are in the database, and examined only by a control center that runs."] };
        return BackendDiscovery.Enabled(settings)
            ? subjects with { Backends = [.. DiscoveryTargets.Local.Where(t => listeners.At(new Uri(t.Url).Port).Count > 0)] }
            : subjects with
            {
                DeclaredAt = settings.Backends.Where(b => configuration.Origins.ContainsKey($"backends.{b.Name}")).ToDictionary(b => b.Name, b => configuration.Origins[$"backends.{b.Name}"].ToString()),
            };
    }
}
