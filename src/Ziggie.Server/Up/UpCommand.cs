using System.Net;
using System.Runtime.InteropServices;
using Ziggie.Machine;
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
    public static async Task<int> RunAsync(UpOptions options, TextWriter output, TextWriter errors)
    {
        // 1
        var environment = ProcessEnvironment.Read();
        var data = new DataDirectory(DataPath(options.DataPath, environment));
        var configuration = SettingsLoader.Load(options.ConfigPath, Directory.GetCurrentDirectory(), data.Path, environment, options.Url);
        foreach (var warning in configuration.Warnings) await errors.WriteLineAsync($"warning: {warning}");
        if (configuration.Settings is not { } settings)
        {
            foreach (var error in configuration.Errors) await errors.WriteLineAsync($"error: {error}");
            await errors.WriteLineAsync("Ziggie was not started. `ziggie config validate` checks the file again.");
            return ExitCodes.ConfigurationInvalid;
        }
        try
        {
            // 2
            using var held = DataDirectoryLock.Take(data);
            return await ServeAsync(options, settings, configuration, data, environment, output, errors);
        }
        catch (DataDirectoryInUseException e)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return ExitCodes.DataDirectoryInUse;
        }
        catch (StorageException e)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> ServeAsync(UpOptions options, ZiggieSettings settings, SettingsResult configuration, DataDirectory data, IReadOnlyDictionary<string, string> environment, TextWriter output, TextWriter errors)
    {
        var listen = new Uri(settings.Server.Url);
        var address = ListenAddress(listen);
        if (PortTaken.Explain(new ListenerTable(), address, listen.Port) is { } taken)
        {
            await errors.WriteLineAsync($"error: {taken}");
            return ExitCodes.PortTaken;
        }
        await using var app = ServerBuilder.Build(options, settings, configuration, data, environment, address, listen.Port);
        // 3
        await app.Services.StartStorageAsync(CancellationToken.None);
        var start = await ServerBuilder.PrepareAsync(app, environment);
        // 4
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await errors.WriteLineAsync($"error: {PortTaken.Explain(new ListenerTable(), address, listen.Port) ?? PortTaken.Unexplained(listen.Port)}");
            return ExitCodes.PortTaken;
        }
        Banner.Write(output, app, settings, start);
        // 5
        using var again = EndAtOnceOnSecondSignal(app);
        await app.WaitForShutdownAsync();
        return ExitCodes.Fine;
    }

    /// <summary>The data directory, absolute: the option, else ZIGGIE_DATA, else ~/.ziggie.</summary>
    public static string DataPath(string? option, IReadOnlyDictionary<string, string> environment) => Path.GetFullPath(
        option ?? environment.GetValueOrDefault("ZIGGIE_DATA") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ziggie"));

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
            Environment.Exit(ExitCodes.Failure);
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
