using System.Globalization;
using Ziggie.Cli;
using Ziggie.Engine.Libraries;
using Ziggie.Settings;

namespace Ziggie.Server;

/// <summary>The verbs about the libraries of llama.cpp.</summary>
internal static class EngineVerbs
{
    public static async Task<EngineInstallReport> InstallAsync(EngineInstallOptions options, CliHost host, IProgress<EngineInstallStep> progress, CancellationToken cancel)
    {
        var installer = new EngineInstaller(new EngineInstall { Places = Places(null, options.Data), Environment = host.Environment, Time = host.Time });
        try
        {
            var variant = options.Gpu is null ? EngineVariant.Cpu : Enum.Parse<EngineVariant>(options.Gpu, ignoreCase: true);
            var installed = await installer.InstallAsync(variant, new Steps(progress), cancel);
            return new EngineInstallReport(installed.Libraries.Folder, variant.Word(), EngineRelease.Version, installed.Brought, installed.Bytes);
        }
        catch (EngineInstallException e)
        {
            throw new CliException(ExitCode.Failure, e.Message);
        }
    }

    public static EngineStatusReport Status(EngineStatusOptions options, CliHost host)
    {
        var read = SettingsLoader.Load(options.Config, host.WorkingDirectory, options.Data, host.Environment);
        if (read.Settings is null) throw new CliException(ExitCode.ConfigurationInvalid, string.Join('\n', read.Errors));
        var search = EngineFinder.Find(Places(read.Settings.Engine.LibraryPath, options.Data));
        return new EngineStatusReport(
            EnginePlatform.Current,
            EngineRelease.Version,
            search.Libraries?.Folder,
            search.Problem,
            [.. search.Looked.Select(c => new EngineFolderReport(c.Folder, Word(c.State), c.Libraries?.Variant.Word(), c.Problem))]);
    }

    private static EnginePlaces Places(string? libraryPath, string data) => new(libraryPath, AppContext.BaseDirectory, data);

    private static string Word(EngineState state) => state switch
    {
        EngineState.Found => "found",
        EngineState.Incomplete => "incomplete",
        EngineState.WrongVersion => "wrong version",
        EngineState.WrongPlatform => "wrong platform",
        _ => "missing",
    };

    /// <summary>Puts phases into words.</summary>
    private sealed class Steps(IProgress<EngineInstallStep> to) : IProgress<EngineProgress>
    {
        public void Report(EngineProgress value) => to.Report(value.Phase switch
        {
            EnginePhase.Waiting => new("Waiting for another installation", 0, null),
            // The npm client does not tell how far it is.
            EnginePhase.Fetching => new(string.Create(CultureInfo.InvariantCulture, $"Fetching {value.What} ({value.Total / 1048576.0:0.0} MiB)"), 0, null),
            var phase => new($"{phase} {value.What}", value.Done, value.Total),
        });
    }
}
