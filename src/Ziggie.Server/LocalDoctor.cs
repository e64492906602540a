using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Audit;
using Ziggie.Cli;
using Ziggie.Doctor;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Fixes;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Sampling;
using Ziggie.Settings;
using Ziggie.Storage;

namespace Ziggie.Server;

/// <summary>The doctor in this process, where no control center runs.</summary>
internal sealed class LocalDoctor(ServiceProvider services, CliHost host) : IDoctor
{
    private readonly DoctorService _doctor = services.GetRequiredService<DoctorService>();
    private readonly FixService _fixes = services.GetRequiredService<FixService>();

    public static LocalDoctor Open(DoctorOptions options, CliHost host)
    {
        var read = SettingsLoader.Load(options.Config, host.WorkingDirectory, options.Data, host.Environment);
        return new LocalDoctor(
            new ServiceCollection()
                .AddSingleton(host.Time)
                .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
                .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
                .AddSingleton(new DataDirectory(options.Data))
                .AddSettings(read)
                .AddListeners()
                .AddSampling()
                .AddSingleton<ISubjects, LocalSubjects>()
                .AddExamination()
                .AddStorage()
                .AddAudit()
                .BuildServiceProvider(),
            host);
    }

    public static JsonElement Codes() =>
        JsonSerializer.SerializeToElement<IReadOnlyList<CodeView>>([.. DoctorCodes.All.Select(DoctorReports.Of)], DoctorJson.Default.IReadOnlyListCodeView);

    public async Task<JsonElement> RunAsync(CancellationToken cancel) =>
        JsonSerializer.SerializeToElement(DoctorReports.Of(await _doctor.RunAsync(cancel), running: false, withEvidence: true), DoctorJson.Default.DoctorReport);

    public async Task<JsonElement> FixAsync(string code, string target, string? token, CancellationToken cancel)
    {
        var result = token is null ? await _fixes.PlanAsync(code, target, cancel) : await _fixes.DoAsync(code, target, token, cancel);
        if (token is not null) await RecordAsync(code, target, result, cancel);
        if (result.Outcome is not (FixOutcome.Planned or FixOutcome.Mended or FixOutcome.Remains)) throw new CliException(ExitCode.Failure, result.Message);
        return JsonSerializer.SerializeToElement(FixAnswer.Of(code, target, result), DoctorJson.Default.FixAnswer);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Into the audit log of the control center that this data directory belongs to, if there is one.</summary>
    private async Task RecordAsync(string code, string target, FixResult result, CancellationToken cancel)
    {
        var data = services.GetRequiredService<DataDirectory>();
        if (!Directory.Exists(data.Path)) return;
        try
        {
            using var held = DataDirectoryLock.Take(data);
            await services.StartStorageAsync(cancel);
            services.StartAudit();
            services.GetRequiredService<IAudit>().Record(new AuditEntry(Environment.UserName, "doctor.fix", $"{code} {target}", null, FixWords.Outcome(result.Outcome), string.Join("; ", result.Steps)));
            await ((IAsyncDisposable)services.GetRequiredService<IAudit>()).DisposeAsync();
        }
        catch (Exception e) when (e is StorageException or DatabaseUnavailableException or DataDirectoryInUseException or InvalidOperationException)
        {
            host.Error.WriteLine($"Not recorded in the audit log: {e.Message}");
        }
    }
}
