using System.Globalization;
using System.Text.Json;
using Ziggie.Cli;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Published;
using Ziggie.Machine.Sampling;
using Ziggie.Server.Up;
using Ziggie.Settings;
using Ziggie.Simulator;
using Ziggie.Simulator.Faults;
using Ziggie.Wire;

namespace Ziggie.Server;

/// <summary>The verbs that run in this process.</summary>
internal sealed class LocalVerbs : ILocalVerbs
{
    public Task<int> UpAsync(UpOptions options, CliHost host, CancellationToken cancel) => UpCommand.RunAsync(options, host);

    public async Task<int> SimulateAsync(SimulateOptions options, CliHost host, CancellationToken cancel)
    {
        var simulator = Simulator(options);
        if (string.Join(' ', simulator.Problems()) is { Length: > 0 } problems) throw new CliException(ExitCode.Usage, problems);
        try
        {
            return await SimulatorHost.RunAsync(simulator, host.Out, cancel);
        }
        catch (IOException e)
        {
            throw new CliException(ExitCode.PortTaken, PortTaken.Explain(ListenerReaders.ForThisMachine(host.Time), System.Net.IPAddress.Loopback, simulator.Port) ?? e.Message);
        }
    }

    public ConfigReport ValidateConfig(ConfigOptions options, CliHost host)
    {
        var read = SettingsLoader.Load(options.Config, host.WorkingDirectory, options.Data, host.Environment);
        return new ConfigReport(read.File, [.. read.Errors.Select(Note)], [.. read.Warnings.Select(Note)]);
    }

    public string ConfigSchema(bool markdown) => markdown ? SettingsReference.Write() : SettingsSchema.Write();

    public Task<int> BackupAsync(Cli.FileOptions options, CliHost host, CancellationToken cancel) => DataVerbs.BackupAsync(options, host, cancel);

    public Task<int> RestoreAsync(Cli.FileOptions options, CliHost host, CancellationToken cancel) => DataVerbs.RestoreAsync(options, host, cancel);

    public Task<int> MigrateAsync(DataOptions options, CliHost host, CancellationToken cancel) => DataVerbs.MigrateAsync(options, host, cancel);

    public Task<EngineInstallReport> InstallEngineAsync(EngineInstallOptions options, CliHost host, IProgress<EngineInstallStep> progress, CancellationToken cancel) =>
        EngineVerbs.InstallAsync(options, host, progress, cancel);

    public EngineStatusReport EngineStatus(EngineStatusOptions options, CliHost host) => EngineVerbs.Status(options, host);

    public async Task<JsonElement> PortsAsync(PortsOptions options, CliHost host, CancellationToken cancel)
    {
        if (PortRange.Problem(options.From, options.To) is { } problem) throw new CliException(ExitCode.Usage, problem.Message.Replace("'from'", "--from", StringComparison.Ordinal).Replace("'to'", "--to", StringComparison.Ordinal));
        using var engine = new DockerEngine(EnginePlaces.Of(host.Variable), host.Time);
        var listeners = new MachineListeners(ListenerReaders.ForThisMachine(host.Time), engine, new LoopbackRoutes(new MachineRoots()), host.Time);
        var report = PortsReporter.Make(await listeners.ReadAsync(cancel), PlatformRules.Current(), options.From ?? 0, options.To ?? PortRange.Highest, withCommands: true);
        return JsonSerializer.SerializeToElement(report, PortsJson.Default.PortsReport);
    }

    public IDoctor Doctor(DoctorOptions options, CliHost host) => LocalDoctor.Open(options, host);

    public JsonElement DoctorCodes() => LocalDoctor.Codes();

    private static ConfigNote Note(SettingProblem problem) => new(
        problem.Origin.Name, problem.Origin.Line > 0 ? problem.Origin.Line : null, problem.Origin.Column > 0 ? problem.Origin.Column : null, problem.Key, problem.Message, problem.ToString());

    private static SimulatorOptions Simulator(SimulateOptions options)
    {
        var defaults = new SimulatorOptions();
        return defaults with
        {
            Port = options.Port ?? defaults.Port,
            Dialect = options.Dialect is null ? defaults.Dialect : Enum.Parse<Dialect>(options.Dialect, ignoreCase: true),
            Models = options.Models.Count > 0 ? options.Models : defaults.Models,
            ApiKey = options.ApiKey,
            First = options.First ?? defaults.First,
            Gap = options.Gap ?? defaults.Gap,
            Load = options.Load ?? defaults.Load,
            Tokens = options.Tokens ?? defaults.Tokens,
            Slots = options.Slots,
            Seed = options.Seed ?? defaults.Seed,
            Script = options.Script is null ? SimulatorScript.Empty : ReadScript(options.Script),
            Faults = [.. options.Faults.Select(ReadFault)],
        };
    }

    private static SimulatorScript ReadScript(string path)
    {
        try
        {
            return SimulatorScript.Load(path);
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, $"The script {path} cannot be used: {e.Message}");
        }
    }

    private static Fault ReadFault(string text) => FaultText.TryParse(text, out var fault, out var error)
        ? fault!
        : throw new CliException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"--fault {text}: {error}"));
}
