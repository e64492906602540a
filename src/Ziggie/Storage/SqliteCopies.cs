using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Ziggie.Storage;

/// <summary>Copies of the file made before its schema changes, the last few kept.</summary>
internal static class SqliteCopies
{
    private const int Kept = 3;

    public static async Task BeforeMigrationAsync(SqliteConnection connection, string path, TimeProvider time, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "backups")).FullName;
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var copy = Path.Combine(folder, $"before-update-{stamp}.db");
        var partial = $"{copy}.{Guid.NewGuid():N}.partial";
        await connection.RunAsync("VACUUM INTO @file", cancel, ("@file", partial)).ConfigureAwait(false);
        PrivateFiles.Restrict(partial);
        File.Move(partial, copy, overwrite: true);
        foreach (var old in Directory.GetFiles(folder, "before-update-*.db").Order(StringComparer.Ordinal).SkipLast(Kept)) File.Delete(old);
    }
}
