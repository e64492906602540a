using System.Net;
using System.Runtime.InteropServices;
using Ziggie.Audit;
using Ziggie.Cli;
using Ziggie.Identity;
using Ziggie.Machine.Listeners;
using Ziggie.Settings;
using Ziggie.Storage;

namespace Ziggie.Server.Up;

/// <summary>
/// <c>ziggie up</c>:
///   1 configuration: every error at once, or go on
///   2 data directory: one Ziggie at a time
///   3 database: opened, checked, migrated
///   4 port: said who holds it
///   5 serve until a signal; the second one ends at once
/// </summary>
internal static class UpCommand
{
    /// <summary>SIGXFSZ: a file may not grow (ulimit -f, LimitFSIZE=).</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    public static async Task<int> RunAsync(UpOptions options, CliHost host)
    {
        // 1
        var errors = host.Error;
        var data = new DataDirectory(options.Data);
        var configuration = SettingsLoader.Load(options.Config, host.WorkingDirectory, data.Path, host.Environment, options.Url);
        foreach (var warning in configuration.Warnings) await errors.WriteLineAsync($"warning: {warning}");
        if (configuration.Settings is not { } settings)
        {
            foreach (var error in configuration.Errors) await errors.WriteLineAsync($"error: {error}");
            await errors.WriteLineAsync("Ziggie was not started. `ziggie config validate` checks the file again.");
            return ExitCode.ConfigurationInvalid;
        }
        try
        {
            // 2
            // Such a write then fails as on a full disk, which is dealt with, instead of ending the program.
            using var survives = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
            using var held = DataDirectoryLock.Take(data);
            return await ServeAsync(options, settings, configuration, data, host);
        }
        catch (DataDirectoryInUseException e)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return ExitCode.DataDirectoryInUse;
        }
        catch (StorageException e)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> ServeAsync(UpOptions options, ZiggieSettings settings, SettingsResult configuration, DataDirectory data, CliHost host)
    {
        var listen = new Uri(settings.Server.Url);
        var address = ListenAddress(listen);
        if (PortTaken.Explain(ListenerReaders.ForThisMachine(host.Time), address, listen.Port) is { } taken)
        {
            await host.Error.WriteLineAsync($"error: {taken}");
            return ExitCode.PortTaken;
        }
        await using var app = ServerBuilder.Build(options, settings, configuration, data, host.Environment, address, listen.Port);
        // 3
        await app.Services.StartStorageAsync(CancellationToken.None);
        app.Services.StartAudit();
        var identity = await app.Services.StartIdentityAsync(CancellationToken.None);
        // 4
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await host.Error.WriteLineAsync($"error: {PortTaken.Explain(ListenerReaders.ForThisMachine(host.Time), address, listen.Port) ?? PortTaken.Unexplained(listen.Port)}");
            return ExitCode.PortTaken;
        }
        // Where the command line finds this one, when it is not at the usual address.
        await File.WriteAllTextAsync(data.File("cli.url"), settings.Server.Url + "\n");
        Banner.Write(host.Out, app, settings, identity.OneTimePassword);
        // 5
        using var again = EndAtOnceOnSecondSignal(app);
        await app.WaitForShutdownAsync();
        return ExitCode.Fine;
    }

    private static IPAddress ListenAddress(Uri url)
    {
        if (IPAddress.TryParse(url.DnsSafeHost, out var address)) return address;
        if (url.Host is "localhost") return IPAddress.Loopback;
        if (url.Host is "*" or "+") return IPAddress.Any;
        return Dns.GetHostAddresses(url.Host) is [var first, ..] ? first : IPAddress.Loopback;
    }

    private static SignalPair EndAtOnceOnSecondSignal(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        void Handle(PosixSignalContext context)
        {
            if (!stopping.IsCancellationRequested) return;
            context.Cancel = true;
            Environment.Exit(ExitCode.Failure);
        }
        return new SignalPair(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle), PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle));
    }

    private sealed record SignalPair(PosixSignalRegistration Terminate, PosixSignalRegistration Interrupt) : IDisposable
    {
        public void Dispose()
        {
            Terminate.Dispose();
            Interrupt.Dispose();
        }
    }
}
