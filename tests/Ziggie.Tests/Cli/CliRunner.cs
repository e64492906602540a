using System.Text.Json;
using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>Runs the command line in this process, with streams and an environment of its own.</summary>
internal sealed class CliRunner : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ziggie-cli-");

    public string Home => _home.FullName;
    public string Data => Path.Join(Home, ".ziggie");
    public Dictionary<string, string> Environment { get; } = [];
    public string Input { get; set; } = "";
    public bool InIsTerminal { get; set; }
    public bool OutIsTerminal { get; set; }
    public bool ErrorIsTerminal { get; set; }
    public RecordingVerbs Local { get; } = new();
    public Interrupts Interrupts { get; } = new();
    public TextReader? In { get; set; }

    public async Task<CliResult> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            In = In ?? new StringReader(Input),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Environment = Environment,
            HomeDirectory = Home,
            WorkingDirectory = Home,
            InIsTerminal = InIsTerminal,
            OutIsTerminal = OutIsTerminal,
            ErrorIsTerminal = ErrorIsTerminal,
            Interrupts = Interrupts,
        };
        var code = await CliApp.RunAsync(args, Local, host);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        Interrupts.Dispose();
        _home.Delete(recursive: true);
    }
}

/// <summary>How a verb ended.</summary>
internal sealed record CliResult(int Code, string Out, string Error);

/// <summary>Notes which local verb was asked for, with what.</summary>
internal sealed class RecordingVerbs : ILocalVerbs
{
    public object? Asked { get; private set; }
    public ConfigReport Report { get; set; } = new(null, [], []);
    public int Code { get; set; }

    public Task<int> UpAsync(UpOptions options, CliHost host, CancellationToken cancel) => Note(options);

    public Task<int> SimulateAsync(SimulateOptions options, CliHost host, CancellationToken cancel) => Note(options);

    public ConfigReport ValidateConfig(ConfigOptions options, CliHost host)
    {
        Asked = options;
        return Report;
    }

    public string ConfigSchema(bool markdown) => markdown ? "# Markdown\n" : "{}\n";

    public Task<int> BackupAsync(Ziggie.Cli.FileOptions options, CliHost host, CancellationToken cancel) => Note(options);

    public Task<int> RestoreAsync(Ziggie.Cli.FileOptions options, CliHost host, CancellationToken cancel) => Note(options);

    public Task<int> MigrateAsync(DataOptions options, CliHost host, CancellationToken cancel) => Note(options);

    public EngineInstallReport Installed { get; set; } = new("/engine", "cpu", "v0.5.0", true, 1 << 20);
    public EngineStatusReport Engine { get; set; } = new("linux-x64", "v0.5.0", null, "Nothing there.", []);

    public Task<EngineInstallReport> InstallEngineAsync(EngineInstallOptions options, CliHost host, IProgress<EngineInstallStep> progress, CancellationToken cancel)
    {
        Asked = options;
        progress.Report(new("Fetching a-package (1.0 MiB)", 0, null));
        progress.Report(new("Unpacking a-package", 10, 100));
        progress.Report(new("Unpacking a-package", 100, 100));
        return Task.FromResult(Installed);
    }

    public EngineStatusReport EngineStatus(EngineStatusOptions options, CliHost host)
    {
        Asked = options;
        return Engine;
    }

    public string PortsJson { get; set; } = "{\"items\":[],\"ports\":[],\"notes\":[]}";

    public IDoctor? Doctors { get; set; }

    public IDoctor Doctor(DoctorOptions options, CliHost host) => Doctors ?? throw new InvalidOperationException("No doctor was given.");

    public JsonElement DoctorCodes()
    {
        using var document = JsonDocument.Parse("""[{"code":"X000","title":"A check itself failed","severity":"warning","meaning":"So it is.","byHand":["ziggie doctor"],"mend":"Again.","fixes":null}]""");
        return document.RootElement.Clone();
    }

    public Task<JsonElement> PortsAsync(PortsOptions options, CliHost host, CancellationToken cancel)
    {
        Asked = options;
        using var document = JsonDocument.Parse(PortsJson);
        return Task.FromResult(document.RootElement.Clone());
    }

    private Task<int> Note(object options)
    {
        Asked = options;
        return Task.FromResult(Code);
    }
}
