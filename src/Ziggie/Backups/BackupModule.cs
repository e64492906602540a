using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Storage;

namespace Ziggie.Backups;

/// <summary>Backups as a whole.</summary>
public static class BackupModule
{
    public static IServiceCollection AddBackups(this IServiceCollection services) => services.AddSingleton<BackupService>();

    public static IEndpointRouteBuilder MapBackups(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/backup", SendAsync).Needs(Permissions.Admin).WithTags("Backup").WithSummary("A backup of everything, as one file; holds secrets");
        return routes;
    }

    private static async Task SendAsync(HttpContext context, BackupService backups, DataDirectory data, IAudit audit, CancellationToken cancel)
    {
        var folder = data.File("backups");
        PrivateFiles.CreateFolder(folder);
        var file = Path.Combine(folder, $"sending-{Guid.NewGuid():N}");
        try
        {
            await backups.WriteAsync(file, cancel).ConfigureAwait(false);
            audit.Record(context.Act("backup.read", null));
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = new FileInfo(file).Length;
            context.Response.Headers.ContentDisposition = "attachment; filename=ziggie.backup";
            await context.Response.SendFileAsync(file, cancel).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
