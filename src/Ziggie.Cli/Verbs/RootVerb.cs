using System.CommandLine;
using System.CommandLine.Help;
using HelpAction = Ziggie.Cli.Help.HelpAction;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie</c> alone: the table of contents.</summary>
internal static class RootVerb
{
    public static RootCommand Create(Cli cli)
    {
        var root = new RootCommand("Ziggie: one control center for your model servers. One address, one sign-in, one place to look.");
        var help = new HelpAction(cli);
        foreach (var verb in Verbs(cli)) root.Add(verb);
        foreach (var option in cli.Shared) root.Add(option);
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = help;
        foreach (var option in root.Options.OfType<VersionOption>().ToList()) root.Options.Remove(option);
        root.Add(new Option<bool>("--version") { Description = "Print the version." });
        root.SetAction(parse =>
        {
            if (parse.GetValue<bool>("--version")) cli.Host.Out.WriteLine(CliApp.Version);
            else help.Write(root, cli.Host.Out);
        });
        return root;
    }

    private static IEnumerable<Command> Verbs(Cli cli) =>
    [
        UpVerb.Create(cli),
        StatusVerb.Create(cli),
        ChatVerb.Create(cli),
        ModelsVerb.Create(cli),
        BackendsVerb.Create(cli),
        KeysVerb.Create(cli),
        UsersVerb.Create(cli),
        UsageVerb.Create(cli),
        AuditVerb.Create(cli),
        LogsVerb.Create(cli),
        DoctorVerb.Create(cli),
        PsVerb.Create(cli),
        BenchVerb.Create(cli),
        PortsVerb.Create(cli),
        EngineVerb.Create(cli),
        SimulateVerb.Create(cli),
        ConfigVerb.Create(cli),
        BackupVerb.Create(cli),
        RestoreVerb.Create(cli),
        MigrateVerb.Create(cli),
    ];
}
