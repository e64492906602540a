using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie config</c>.</summary>
internal static class ConfigVerb
{
    public static Option<string?> ConfigOption() => new("--config") { Description = "Configuration file. Default ziggie.yaml in the working directory, else in the data directory, else none.", HelpName = "FILE" };

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("config", "Check the configuration, or print its schema.") { Examples = ["ziggie config validate", "ziggie config schema > ziggie.schema.json"] };
        command.Add(Validate(cli));
        command.Add(Schema(cli));
        command.SetAction(parse =>
        {
            cli.Host.Error.WriteLine("Which? There are: ziggie config validate, ziggie config schema.");
            return ExitCode.Usage;
        });
        return command;
    }

    private static VerbCommand Validate(Cli cli)
    {
        var config = ConfigOption();
        var command = new VerbCommand("validate", "List every error of the configuration with file, line and key; exit code 3 where there is one.")
        {
            Examples = ["ziggie config validate", "ziggie config validate --config /etc/ziggie.yaml --json"],
        };
        command.Add(config);
        command.SetAction(parse =>
        {
            var report = cli.Local.ValidateConfig(new ConfigOptions(cli.DataDirectory(parse), parse.GetValue(config)), cli.Host);
            var printer = cli.Printer(parse);
            if (printer.IsJson)
                printer.Data(new JsonObject { ["file"] = report.File, ["valid"] = report.Errors.Count == 0, ["errors"] = Notes(report.Errors), ["warnings"] = Notes(report.Warnings) });
            foreach (var warning in report.Warnings) printer.Say($"warning: {warning.Text}");
            foreach (var error in report.Errors) printer.Say($"error: {error.Text}");
            if (report.Errors.Count > 0) printer.Say($"{Words.Plural(report.Errors.Count, "error")}.");
            else printer.Line(report.File is null ? "No configuration file: every default holds." : $"{report.File} is valid.");
            return report.Errors.Count == 0 ? ExitCode.Fine : ExitCode.ConfigurationInvalid;
        });
        return command;
    }

    private static VerbCommand Schema(Cli cli)
    {
        var markdown = new Option<bool>("--markdown") { Description = "The reference for people instead." };
        var command = new VerbCommand("schema", "Print the JSON Schema of ziggie.yaml, for editors.") { Examples = ["ziggie config schema > ziggie.schema.json", "ziggie config schema --markdown"] };
        command.Add(markdown);
        command.SetAction(parse => cli.Host.Out.Write(cli.Local.ConfigSchema(parse.GetValue(markdown))));
        return command;
    }

    private static JsonArray Notes(IReadOnlyList<ConfigNote> notes) =>
        [.. notes.Select(n => new JsonObject { ["place"] = n.Place, ["line"] = n.Line, ["column"] = n.Column, ["key"] = n.Key, ["message"] = n.Message })];
}
