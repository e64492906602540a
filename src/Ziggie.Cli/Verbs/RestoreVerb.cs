using System.CommandLine;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie restore</c>.</summary>
internal static class RestoreVerb
{
    public static Command Create(Cli cli)
    {
        var file = new Argument<string>("FILE") { Description = "What `ziggie backup` wrote." };
        var force = new Option<bool>("--force") { Description = "Also where the data directory holds data already, which is kept aside." };
        var config = ConfigVerb.ConfigOption();
        var command = new VerbCommand("restore", "Bring a backup back into a data directory that no control center uses.")
        {
            Examples = ["ziggie restore ziggie-2026-01-31.backup", "ziggie restore ziggie.backup --data /srv/ziggie"],
        };
        command.Add(file);
        command.Add(force);
        command.Add(config);
        cli.Cancels(command, (parse, cancel) =>
        {
            var path = cli.AbsolutePath(parse.GetRequiredValue(file));
            if (!File.Exists(path)) throw new CliException(ExitCode.Failure, $"There is no file {path}.");
            return cli.Local.RestoreAsync(new FileOptions(cli.DataDirectory(parse), parse.GetValue(config), path, parse.GetValue(force), parse.GetValue(cli.Json)), cli.Host, cancel);
        });
        return command;
    }
}
