using Ziggie.Engine.Native;

namespace Ziggie.Engine.Host;

/// <summary>How the engine's process is started.</summary>
/// <param name="Socket">Path of the Unix socket on which it answers.</param>
/// <param name="Libraries">Folder of llama.cpp's libraries.</param>
public sealed record EngineArguments(string Socket, string Libraries);

/// <summary>The process <c>ziggie engine</c>: answers on its socket until its parent is gone, which closes its standard input.</summary>
public static class EngineProgram
{
    /// <summary>The line on standard output that says that it answers.</summary>
    public const string Ready = "ready";

    /// <returns>The exit code: 0, or 1 where llama.cpp cannot be used (the last line of standard error says why).</returns>
    public static async Task<int> RunAsync(EngineArguments arguments, TimeProvider time, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        try
        {
            LlamaLibrary.Load(arguments.Libraries, Log);
        }
        catch (EngineException e)
        {
            await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
            return 1;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var orphaned = WatchParentAsync(end);
        using var models = new EngineModels(time, new MachineMemory(), (spec, progress, cancel) => LoadedModel.Load(spec, time, progress, cancel));
        await new EngineServer(arguments.Socket, new EngineApi(models, time)).RunAsync(end.Token);
        await end.CancelAsync();
        await orphaned.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task WatchParentAsync(CancellationTokenSource end)
    {
        await using var input = Console.OpenStandardInput();
        var nothing = new byte[64];
        while (await input.ReadAsync(nothing, end.Token) > 0)
        {
            // The parent says nothing here; that it can be read at all means that it lives.
        }
        await end.CancelAsync();
    }

    private static void Log(GgmlLogLevel level, string line)
    {
        if (level >= GgmlLogLevel.Warning) Console.Error.WriteLine($"{(level == GgmlLogLevel.Error ? "error" : "warning")}: {line}");
    }
}
