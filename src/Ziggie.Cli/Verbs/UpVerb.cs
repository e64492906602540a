using System.CommandLine;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie up</c>.</summary>
internal static class UpVerb
{
    public const string Name = "up";

    public static Command Create(Cli cli)
    {
        var config = ConfigVerb.ConfigOption();
        var demo = new Option<bool>("--demo") { Description = "Keep the simulated model `demo` beside real ones." };
        var command = new VerbCommand(Name, "Run the control center in the foreground: one process, one port.")
        {
            Examples =
            [
                "ziggie up # on http://127.0.0.1:54112, data in ~/.ziggie",
                "ziggie up --url http://127.0.0.1:8080 --data /srv/ziggie",
                "ziggie up --config ./ziggie.yaml",
            ],
            Notes = "Stops on Ctrl-C or SIGTERM once running requests are done (30 s at most); a second one ends at once. SIGHUP reads the configuration again.",
        };
        command.Add(config);
        command.Add(demo);
        command.SetAction((parse, cancel) =>
            cli.Local.UpAsync(new UpOptions(cli.DataDirectory(parse), parse.GetValue(config), parse.GetValue(cli.Url), parse.GetValue(demo)), cli.Host, cancel));
        return command;
    }
}
