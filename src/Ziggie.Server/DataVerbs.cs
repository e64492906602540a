using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Backups;
using Ziggie.Cli;
using Ziggie.Settings;
using Ziggie.Storage;

namespace Ziggie.Server;

/// <summary>Verbs that work on a data directory that no control center uses.</summary>
internal static class DataVerbs
{
    public static async Task<int> MigrateAsync(DataOptions options, CliHost host, CancellationToken cancel)
    {
        await using var services = Open(options.Data, options.Config, host);
        using var held = Hold(options.Data);
        try
        {
            await services.StartStorageAsync(cancel);
        }
        catch (StorageException e)
        {
            throw new CliException(ExitCode.Failure, e.Message);
        }
        Tell(host, options.Json, "The database is up to date.", new JsonObject { ["data"] = options.Data, ["upToDate"] = true });
        return ExitCode.Fine;
    }

    public static async Task<int> BackupAsync(Cli.FileOptions options, CliHost host, CancellationToken cancel)
    {
        await using var services = Open(options.Data, options.Config, host);
        using var held = Hold(options.Data);
        try
        {
            await services.StartStorageAsync(cancel);
            await services.GetRequiredService<BackupService>().WriteAsync(options.File, cancel);
        }
        catch (Exception e) when (e is StorageException or DatabaseUnavailableException)
        {
            throw new CliException(ExitCode.Failure, e.Message);
        }
        Tell(host, options.Json, $"Wrote {options.File}.", new JsonObject { ["file"] = options.File, ["bytes"] = new FileInfo(options.File).Length });
        return ExitCode.Fine;
    }

    public static async Task<int> RestoreAsync(Cli.FileOptions options, CliHost host, CancellationToken cancel)
    {
        await using var services = Open(options.Data, options.Config, host);
        try
        {
            var restore = ActivatorUtilities.CreateInstance<Restore>(services, services.GetRequiredService<ISettings>().Current.Database);
            var kept = await restore.RunAsync(options.File, options.Force, cancel);
            Tell(
                host,
                options.Json,
                kept is null ? $"Restored {options.File} into {options.Data}." : $"Restored {options.File} into {options.Data}. What was there before is in {kept}.",
                new JsonObject { ["file"] = options.File, ["data"] = options.Data, ["kept"] = kept });
            return ExitCode.Fine;
        }
        catch (DataDirectoryInUseException e)
        {
            throw new CliException(ExitCode.DataDirectoryInUse, e.Message);
        }
        catch (Exception e) when (e is StorageException or DatabaseUnavailableException)
        {
            throw new CliException(ExitCode.Failure, e.Message);
        }
    }

    private static void Tell(CliHost host, bool json, string message, JsonObject data)
    {
        if (json) host.Out.WriteLine(data.ToJsonString());
        host.Error.WriteLine(message);
    }

    private static ServiceProvider Open(string data, string? config, CliHost host)
    {
        var read = SettingsLoader.Load(config, host.WorkingDirectory, data, host.Environment);
        if (read.Settings is null) throw new CliException(ExitCode.ConfigurationInvalid, string.Join('\n', read.Errors));
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(new DataDirectory(data))
            .AddSettings(read)
            .AddStorage()
            .AddBackups()
            .BuildServiceProvider();
    }

    private static DataDirectoryLock Hold(string data)
    {
        try
        {
            return DataDirectoryLock.Take(new DataDirectory(data));
        }
        catch (DataDirectoryInUseException e)
        {
            throw new CliException(ExitCode.DataDirectoryInUse, e.Message);
        }
        catch (StorageException e)
        {
            throw new CliException(ExitCode.Failure, e.Message);
        }
    }
}
