using Microsoft.Extensions.Logging.Abstractions;
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
        host.Error.WriteLine("The database is up to date.");
        return ExitCode.Fine;
    }

    private static ServiceProvider Open(string data, string? config, CliHost host)
    {
        var read = SettingsLoader.Load(config, host.WorkingDirectory, data, host.Environment);
        if (read.Settings is null) throw new CliException(ExitCode.ConfigurationInvalid, string.Join('\n', read.Errors));
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(new DataDirectory(data))
            .AddSettings(read)
            .AddStorage()
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
