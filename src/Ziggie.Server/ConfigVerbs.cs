using Ziggie.Cli;
using Ziggie.Settings;

namespace Ziggie.Server;

/// <summary><c>ziggie config</c>: reads the configuration in this process.</summary>
internal static class ConfigVerbs
{
    public static ConfigReport Validate(ConfigOptions options, CliHost host)
    {
        var read = SettingsLoader.Load(options.Config, host.WorkingDirectory, options.Data, host.Environment);
        return new ConfigReport(read.File, [.. read.Errors.Select(Note)], [.. read.Warnings.Select(Note)]);
    }

    public static string Schema(bool markdown) => markdown ? SettingsReference.Write() : SettingsSchema.Write();

    private static ConfigNote Note(SettingProblem problem) => new(
        problem.Origin.Kind == SettingOriginKind.Environment ? problem.Origin.ToString() : problem.Origin.Name,
        problem.Origin.Line > 0 ? problem.Origin.Line : null,
        problem.Origin.Column > 0 ? problem.Origin.Column : null,
        problem.Key,
        problem.Message,
        problem.ToString());
}
