using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie backup</c>.</summary>
internal static class BackupVerb
{
    private static readonly TimeSpan s_head = TimeSpan.FromMinutes(10);

    public static Command Create(Cli cli)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it." };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there." };
        var offline = new Option<bool>("--offline") { Description = "Read the data directory itself, while no control center runs." };
        var config = ConfigVerb.ConfigOption();
        var command = new VerbCommand("backup", "Write a consistent copy of everything Ziggie keeps, while it runs.")
        {
            Examples = ["ziggie backup ziggie-$(date +%F).backup", "ziggie backup --offline /mnt/ziggie.backup"],
            Notes = "The file holds users, keys (hashed) and conversations: only you may read it. Bring it back with: ziggie restore FILE",
        };
        command.Add(file);
        foreach (var option in (Option[])[force, offline, config]) command.Add(option);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var path = cli.AbsolutePath(parse.GetRequiredValue(file));
            if (File.Exists(path) && !parse.GetValue(force)) throw new CliException(ExitCode.Failure, $"{path} is there already; choose another name, or --force.");
            if (Directory.Exists(path)) throw new CliException(ExitCode.Failure, $"{path} is a directory; name a file in it.");
            var printer = cli.Printer(parse);
            if (parse.GetValue(offline))
                return await cli.Local.BackupAsync(new FileOptions(cli.DataDirectory(parse), parse.GetValue(config), path, parse.GetValue(force), printer.IsJson), cli.Host, cancel);
            var bytes = await FetchAsync(cli.Host, client, path, cancel);
            printer.Data(new JsonObject { ["file"] = path, ["bytes"] = bytes });
            printer.Say($"Wrote {path} ({Words.Bytes(bytes)}).");
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>Under another name until it is whole, so that no half backup is ever taken for one.</summary>
    private static async Task<long> FetchAsync(CliHost host, ApiClient client, string path, CancellationToken cancel)
    {
        var partial = path + ".partial";
        try
        {
            using var response = await client.OpenAsync(HttpMethod.Get, "/api/backup", null, s_head, cancel);
            var bytes = await SaveAsync(host, response, partial, cancel);
            File.Move(partial, path, overwrite: true);
            return bytes;
        }
        catch (Exception e)
        {
            File.Delete(partial);
            throw e switch
            {
                HttpRequestException or IOException and not (FileNotFoundException or DirectoryNotFoundException) => new CliException(ExitCode.Failure, $"The backup broke off ({e.Message}); nothing was written."),
                UnauthorizedAccessException or DirectoryNotFoundException => new CliException(ExitCode.Failure, $"{path} cannot be written: {e.Message}"),
                _ => e,
            };
        }
    }

    private static async Task<long> SaveAsync(CliHost host, HttpResponseMessage response, string partial, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = System.IO.FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var source = await response.Content.ReadAsStreamAsync(cancel);
        await using var target = new FileStream(partial, options);
        var progress = new ProgressLine(host, "Backing up", response.Content.Headers.ContentLength);
        var buffer = new byte[128 << 10];
        long bytes = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancel)) > 0; progress.Show(bytes))
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
            bytes += read;
        }
        progress.End();
        target.Flush(flushToDisk: true);
        return bytes;
    }
}
