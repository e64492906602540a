using System.Text.Json;

namespace Ziggie.Cli;

/// <summary>
/// The verbs that run in this process instead of asking a running control center. The program that hosts the command line brings them.
/// They write data to <see cref="CliHost.Out"/> and messages to <see cref="CliHost.Error"/>, return an exit code (<see cref="ExitCode"/>),
/// or throw <see cref="CliException"/>.
/// </summary>
public interface ILocalVerbs
{
    /// <summary>Runs the control center until it is told to stop; minds SIGTERM, SIGINT and SIGUSR2 itself.</summary>
    Task<int> UpAsync(UpOptions options, CliHost host, CancellationToken cancel);

    Task<int> SimulateAsync(SimulateOptions options, CliHost host, CancellationToken cancel);

    ConfigReport ValidateConfig(ConfigOptions options, CliHost host);

    /// <summary>The JSON Schema, or the reference in Markdown.</summary>
    string ConfigSchema(bool markdown);

    /// <summary>Backs up a data directory that no control center uses.</summary>
    Task<int> BackupAsync(FileOptions options, CliHost host, CancellationToken cancel);

    Task<int> RestoreAsync(FileOptions options, CliHost host, CancellationToken cancel);

    /// <summary>Brings the database up to this version without starting.</summary>
    Task<int> MigrateAsync(DataOptions options, CliHost host, CancellationToken cancel);

    /// <summary>Brings the libraries of llama.cpp.</summary>
    Task<EngineInstallReport> InstallEngineAsync(EngineInstallOptions options, CliHost host, IProgress<EngineInstallStep> progress, CancellationToken cancel);

    EngineStatusReport EngineStatus(EngineStatusOptions options, CliHost host);

    /// <summary>Who listens on this machine: what <c>GET /api/system/ports</c> answers, without a control center.</summary>
    Task<JsonElement> PortsAsync(PortsOptions options, CliHost host, CancellationToken cancel);

    /// <summary>Examines this machine without a control center.</summary>
    IDoctor Doctor(DoctorOptions options, CliHost host);

    /// <summary>What <c>GET /api/doctor/codes</c> answers, as the items of a list.</summary>
    JsonElement DoctorCodes();
}

/// <summary>Options of <c>up</c>.</summary>
/// <param name="Data">Absolute.</param>
/// <param name="Config">As given; null: look for one.</param>
/// <param name="Url">From <c>--url</c>; null: the configuration decides.</param>
public sealed record UpOptions(string Data, string? Config, string? Url, bool Demo);

/// <summary>Options of <c>config validate</c>.</summary>
public sealed record ConfigOptions(string Data, string? Config);

/// <summary>Options of <c>migrate</c>.</summary>
public sealed record DataOptions(string Data, string? Config, bool Json);

/// <summary>Options of <c>backup --offline</c> and <c>restore</c>.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Force">Overwrite what is there.</param>
public sealed record FileOptions(string Data, string? Config, string File, bool Force, bool Json);

/// <summary>Options of <c>ports</c>; null: from the first, to the last.</summary>
public sealed record PortsOptions(int? From, int? To);

/// <summary>Options of <c>doctor</c>.</summary>
/// <param name="Config">As given; null: look for one.</param>
public sealed record DoctorOptions(string Data, string? Config);

/// <summary>Options of <c>simulate</c>; null is the simulator's default.</summary>
/// <param name="Faults">As written, e.g. <c>429 retry-after=2s</c>.</param>
public sealed record SimulateOptions(
    int? Port,
    string? Dialect,
    IReadOnlyList<string> Models,
    string? ApiKey,
    TimeSpan? First,
    TimeSpan? Gap,
    TimeSpan? Load,
    int? Tokens,
    int? Slots,
    long? Seed,
    string? Script,
    IReadOnlyList<string> Faults);

/// <summary>Options of <c>engine install</c>.</summary>
/// <param name="Gpu"><c>cuda</c> or <c>vulkan</c>; null: the processor alone.</param>
public sealed record EngineInstallOptions(string Data, string? Gpu);

/// <summary>How far an installation is.</summary>
/// <param name="Doing">Such as <c>Fetching PACKAGE</c>.</param>
/// <param name="Total">Bytes; null where they are not counted.</param>
public sealed record EngineInstallStep(string Doing, long Done, long? Total);

/// <summary>What was installed.</summary>
/// <param name="Brought">False: it was there already.</param>
public sealed record EngineInstallReport(string Folder, string Variant, string Version, bool Brought, long Bytes);

/// <summary>Options of <c>engine status</c>.</summary>
public sealed record EngineStatusOptions(string Data, string? Config);

/// <summary>Which libraries there are.</summary>
/// <param name="Used">The folder whose libraries are used; null where there are none.</param>
/// <param name="Problem">Why there are none, and how to mend it.</param>
public sealed record EngineStatusReport(string Platform, string Version, string? Used, string? Problem, IReadOnlyList<EngineFolderReport> Folders);

/// <summary>A folder that was looked into.</summary>
/// <param name="State"><c>found</c>, <c>missing</c>, <c>incomplete</c>, <c>wrong version</c> or <c>wrong platform</c>.</param>
public sealed record EngineFolderReport(string Folder, string State, string? Variant, string? Problem);

/// <summary>What checking a configuration gave.</summary>
/// <param name="File">The file that was read; null where there is none.</param>
public sealed record ConfigReport(string? File, IReadOnlyList<ConfigNote> Errors, IReadOnlyList<ConfigNote> Warnings);

/// <summary>An error or warning, with the file (or variable), line and column where there are any.</summary>
public sealed record ConfigNote(string Place, int? Line, int? Column, string Key, string Message, string Text);
