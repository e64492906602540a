using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie engine</c>.</summary>
internal static class EngineVerb
{
    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("engine", "Install the llama.cpp libraries that serve GGUF files, or see which are there.")
        {
            Examples = ["ziggie engine install", "ziggie engine status"],
        };
        command.Add(Install(cli));
        command.Add(Status(cli));
        cli.Cancels(command, (_, _) => throw new CliException(ExitCode.Usage, "Which? There are: ziggie engine install, ziggie engine status."));
        return command;
    }

    private static VerbCommand Install(Cli cli)
    {
        var gpu = new Option<string?>("--gpu") { Description = "cuda or vulkan: the build for graphics cards, which can also use the processor. Default: the processor's alone.", HelpName = "KIND" };
        gpu.AcceptOnlyFromAmong("cuda", "vulkan");
        var command = new VerbCommand("install", "Bring the llama.cpp libraries with the npm client, checked by digest.")
        {
            Examples =
            [
                "ziggie engine install",
                "ziggie engine install --gpu cuda # 305 MiB; needs NVIDIA's driver and CUDA 12 or 13",
                "ziggie engine install --gpu vulkan # 23 MiB; needs a Vulkan driver",
            ],
            Notes = "They go beside the program, or into the data directory where that cannot be written. npm asks the registry that it is set up for. "
                + "Without npm: build llama.cpp yourself and name its folder in engine.libraryPath.",
        };
        command.Add(gpu);
        cli.Cancels(command, async (parse, cancel) =>
        {
            var printer = cli.Printer(parse);
            using var lines = new StepLines(cli.Host);
            var report = await cli.Local.InstallEngineAsync(new EngineInstallOptions(cli.DataDirectory(parse), parse.GetValue(gpu)), cli.Host, lines, cancel);
            lines.Dispose();
            printer.Data(new JsonObject
            {
                ["folder"] = report.Folder,
                ["variant"] = report.Variant,
                ["version"] = report.Version,
                ["brought"] = report.Brought,
                ["bytes"] = report.Bytes,
            });
            printer.Say($"llama.cpp {report.Version} ({report.Variant}, {Words.Bytes(report.Bytes)}) is {(report.Brought ? "now" : "already")} in {report.Folder}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Status(Cli cli)
    {
        var config = ConfigVerb.ConfigOption();
        var command = new VerbCommand("status", "Show which llama.cpp libraries are there and which are used.") { Examples = ["ziggie engine status", "ziggie engine status --json | jq -r .used"] };
        command.Add(config);
        command.SetAction(parse =>
        {
            var report = cli.Local.EngineStatus(new EngineStatusOptions(cli.DataDirectory(parse), parse.GetValue(config)), cli.Host);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject
            {
                ["platform"] = report.Platform,
                ["version"] = report.Version,
                ["used"] = report.Used,
                ["problem"] = report.Problem,
                ["folders"] = new JsonArray([.. report.Folders.Select(f => new JsonObject { ["folder"] = f.Folder, ["state"] = f.State, ["variant"] = f.Variant, ["problem"] = f.Problem })]),
            });
            printer.Table(
                "",
                [new("Folder", MayWrap: true), new("State", Good: ["found"]), new("Variant"), new("Used")],
                report.Folders.Select(f => (IReadOnlyList<string>)[f.Folder, f.State, f.Variant ?? "", f.Folder == report.Used ? "yes" : ""]));
            if (report.Problem is not null) printer.Say(report.Problem);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>A bar on a terminal; elsewhere a line for each thing that is begun.</summary>
    private sealed class StepLines(CliHost host) : IProgress<EngineInstallStep>, IDisposable
    {
        private ProgressLine? _line;
        private string _doing = "";

        public void Report(EngineInstallStep value)
        {
            if (value.Doing != _doing)
            {
                Dispose();
                _doing = value.Doing;
                _line = value.Total is null ? null : new ProgressLine(host, value.Doing, value.Total);
                if (_line is null || !host.ErrorIsTerminal) host.Error.WriteLine($"{value.Doing}…");
            }
            _line?.Show(value.Done);
        }

        public void Dispose()
        {
            _line?.End();
            _line = null;
        }
    }
}
