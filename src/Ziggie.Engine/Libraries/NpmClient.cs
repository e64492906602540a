using System.Diagnostics;

namespace Ziggie.Engine.Libraries;

/// <summary>The user's npm client, with the user's configuration: registry, proxy and cache are what they are for any npm command.</summary>
internal sealed class NpmClient
{
    private readonly EngineInstall _install;
    private readonly string _program;

    private NpmClient(EngineInstall install, string program) => (_install, _program) = (install, program);

    /// <exception cref="EngineInstallException">There is no npm.</exception>
    public static NpmClient Find(EngineInstall install)
    {
        string[] names = OperatingSystem.IsWindows() ? ["npm.cmd", "npm.exe"] : ["npm"];
        var found = install.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(n => Path.Join(folder, n)))
            .FirstOrDefault(File.Exists);
        return found is not null
            ? new NpmClient(install, found)
            : throw new EngineInstallException(
                "The libraries come as npm packages, and there is no npm on the PATH. Install Node.js (https://nodejs.org, or your system's package \"npm\") and run: ziggie engine install. "
                + $"Or name the folder of a llama.cpp {EngineRelease.Version} build of your own in engine.libraryPath.");
    }

    /// <summary>Fetches a package's archive, unchecked, into a folder of its own.</summary>
    public async Task<string> FetchAsync(EnginePackage package, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        // Makes the folder a project of its own, so that npm reads no settings of a project above it.
        await File.WriteAllTextAsync(Path.Join(folder, "package.json"), "{\"name\":\"fetch\",\"version\":\"1.0.0\",\"private\":true}", cancel);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(_install.FetchTimeout);
        try
        {
            var (code, errors) = await RunAsync(["pack", package.Spec, "--pack-destination", folder, "--ignore-scripts", "--loglevel=error", "--no-update-notifier"], folder, bound.Token);
            if (code != 0) throw new EngineInstallException($"npm could not fetch {package.Spec} (exit code {code}): {errors}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new EngineInstallException($"npm did not bring {package.Spec} within {_install.FetchTimeout.TotalMinutes:0} minutes. Look at the network and try again.");
        }
        return Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() ?? throw new EngineInstallException($"npm ended well but brought no archive of {package.Spec}. Is {_program} the npm client?");
    }

    private async Task<(int Code, string Errors)> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(_program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        // Keys and passwords of this program are none of npm's business.
        foreach (var (name, value) in _install.Environment.Where(v => !v.Key.StartsWith("ZIGGIE", StringComparison.OrdinalIgnoreCase))) start.Environment[name] = value;
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = DrainAsync(process.StandardOutput, cancel);
            var errors = DrainAsync(process.StandardError, cancel);
            await process.WaitForExitAsync(cancel);
            await output;
            return (process.ExitCode, await errors);
        }
        catch
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EngineInstallException($"{_program} cannot be run: {e.Message}", e);
        }
    }

    /// <summary>Reads to the end; the first lines, which say what went wrong, are kept.</summary>
    private static async Task<string> DrainAsync(StreamReader reader, CancellationToken cancel)
    {
        const int KeptLines = 12;
        var kept = new List<string>();
        while (await reader.ReadLineAsync(cancel) is { } line)
            if (kept.Count < KeptLines && line.Trim().Length > 0) kept.Add(line.Length > 500 ? line[..500] : line);
        return string.Join('\n', kept);
    }
}
