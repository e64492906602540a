using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Settings;

namespace Ziggie.Storage;

/// <summary>Storage as a whole.</summary>
public static class StorageModule
{
    /// <summary>The database that the settings name; call <see cref="StartStorageAsync"/> before anything uses it.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(Create);
        services.AddSingleton<DatabaseDoor>();
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<DatabaseDoor>());
        services.AddSingleton<IDatabaseSignals>(provider => provider.GetRequiredService<DatabaseDoor>());
        return services;
    }

    /// <summary>Opens, checks and migrates. Throws <see cref="StorageException"/> (exit 1) where a person must act.</summary>
    public static Task StartStorageAsync(this IServiceProvider services, CancellationToken cancel) =>
        services.GetRequiredService<IStartedDatabase>().StartAsync(cancel);

    private static IStartedDatabase Create(IServiceProvider services)
    {
        var database = services.GetRequiredService<ISettings>().Current.Database;
        var time = services.GetRequiredService<TimeProvider>();
        return database.Provider switch
        {
            "sqlite" => new SqliteDatabase(
                services.GetRequiredService<DataDirectory>().File("ziggie.db"), time, services.GetRequiredService<ILogger<SqliteDatabase>>()),
            "postgres" => new PostgresDatabase(
                database.ConnectionString ?? throw new StorageException("database.provider is postgres, but database.connectionString is missing."),
                time, services.GetRequiredService<ILogger<PostgresDatabase>>()),
            var other => throw new StorageException($"database.provider is '{other}'; it must be sqlite or postgres."),
        };
    }
}
