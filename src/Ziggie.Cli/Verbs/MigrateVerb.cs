using System.CommandLine;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie migrate</c>.</summary>
internal static class MigrateVerb
{
    public static Command Create(Cli cli)
    {
        var config = ConfigVerb.ConfigOption();
        var command = new VerbCommand("migrate", "Bring the database up to this version without starting; `up` does it by itself.")
        {
            Examples = ["ziggie migrate", "ziggie migrate --config /etc/ziggie.yaml"],
        };
        command.Add(config);
        cli.Cancels(command, (parse, cancel) =>
            cli.Local.MigrateAsync(new DataOptions(cli.DataDirectory(parse), parse.GetValue(config), parse.GetValue(cli.Json)), cli.Host, cancel));
        return command;
    }
}
