using System.CommandLine;
using System.Reflection;
using Ziggie.Cli.Help;
using Ziggie.Cli.Verbs;

namespace Ziggie.Cli;

/// <summary>The command line: finds the verb, runs it, turns what goes wrong into a message and an exit code.</summary>
public static class CliApp
{
    public static string Version { get; } =
        (typeof(CliApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    public static async Task<int> RunAsync(string[] args, ILocalVerbs local, CliHost? host = null, CancellationToken cancel = default)
    {
        if (args is ["--version"])
        {
            (host?.Out ?? Console.Out).WriteLine(Version);
            return ExitCode.Fine;
        }
        var real = host is null;
        host ??= CliHost.Real();
        var cli = new Cli(host, local);
        var parsed = RootVerb.Create(cli).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpAction && ParseProblems.Write(parsed, host.Error)) return ExitCode.Usage;

        // `up` minds signals itself: a first one drains, a second ends.
        if (real && parsed.CommandResult.Command.Name != UpVerb.Name) host.Interrupts.Listen();
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = host.Out, Error = host.Error };
            return await parsed.InvokeAsync(configuration, cancel);
        }
        catch (CliException failure)
        {
            host.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (IOException e)
        {
            host.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None);
            if (real) host.Interrupts.Dispose();
        }
    }
}
