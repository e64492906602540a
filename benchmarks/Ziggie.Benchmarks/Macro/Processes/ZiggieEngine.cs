using System.Globalization;
using Ziggie.Benchmarks.Macro.Llama;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>A Ziggie with one GGUF file in its models folder.</summary>
internal sealed record ZiggieEngine(ZiggieProcess Ziggie, Completion Completion)
{
    private const string Name = "bench";

    public static async Task<ZiggieEngine> StartAsync(Rig rig, LlamaTools tools, int slots, int context, CancellationToken cancel)
    {
        var data = rig.Folder(Path.GetRandomFileName());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(data, "models"));
        File.CreateSymbolicLink(Path.Combine(data, "models", Name + ".gguf"), tools.Model);
        var configuration = rig.Write($"{Path.GetFileName(data)}.yaml", string.Create(CultureInfo.InvariantCulture, $"engine: {{ slots: {slots}, context: {context}, threads: {LlamaTools.Threads} }}\n"));
        var ziggie = await ZiggieProcess.UpAsync(rig, data, ["--config", configuration], cancel);
        await ziggie.AwaitModelAsync(Name, cancel);
        return new(ziggie, new Completion(ziggie.Port, await ziggie.KeyAsync(cancel), Name));
    }

    /// <summary>The engine's process, which starts with the first request.</summary>
    public ProcessTree EngineTree() => ProcessTree.Of(Ziggie.Child.Pid).Without(Ziggie.Child.Pid);
}
