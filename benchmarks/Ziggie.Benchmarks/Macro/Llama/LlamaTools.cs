using System.Globalization;
using System.Text.Json;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Llama;

/// <summary>The yardsticks: llama.cpp's own programs of the same release, and a model file, from the environment of who measures.</summary>
internal sealed class LlamaTools
{
    private const string FolderName = "ZIGGIE_BENCH_LLAMA";
    private const string ModelName = "ZIGGIE_BENCH_MODEL";

    private readonly string _folder;

    private LlamaTools(string folder, string model) => (_folder, Model) = (folder, model);

    /// <summary>Path of the GGUF file.</summary>
    public string Model { get; }

    /// <summary>As many as Ziggie's engine uses by itself.</summary>
    public static int Threads { get; } = Environment.ProcessorCount;

    public static LlamaTools Find()
    {
        var (folder, model) = (Environment.GetEnvironmentVariable(FolderName), Environment.GetEnvironmentVariable(ModelName));
        if (folder is null || !File.Exists(Path.Combine(folder, "llama-server")) || !File.Exists(Path.Combine(folder, "llama-bench")))
            throw new BenchmarkException($"{FolderName} must name a folder with llama-server and llama-bench; docs/benchmarks.md says how to build them");
        if (!File.Exists(model)) throw new BenchmarkException($"{ModelName} must name a GGUF file of 0.4 to 0.5 billion parameters");
        return new LlamaTools(folder, Path.GetFullPath(model));
    }

    /// <summary>Tokens per second that llama-bench generates.</summary>
    public async Task<double> DecodeAsync(Rig rig, int tokens, CancellationToken cancel)
    {
        var text = await rig.Start(Path.Combine(_folder, "llama-bench"), "-m", Model, "-p", "0", "-n", Text(tokens), "-t", Text(Threads), "-r", "1", "-o", "json").FinishAsync(cancel);
        using var runs = JsonDocument.Parse(text);
        return runs.RootElement[0].GetProperty("avg_ts").GetDouble();
    }

    /// <summary>A llama-server that has loaded the model.</summary>
    public async Task<LlamaServer> ServeAsync(Rig rig, int slots, int context, CancellationToken cancel)
    {
        var port = Rig.FreePort();
        var child = rig.Start(Path.Combine(_folder, "llama-server"), "-m", Model, "--host", "127.0.0.1", "--port", Text(port), "-t", Text(Threads), "-np", Text(slots), "-c", Text(slots * context));
        await Health.AwaitAsync(child, port, "/health", cancel);
        return new LlamaServer(port, child);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record LlamaServer(int Port, Child Child)
{
    public ProcessTree Tree { get; } = ProcessTree.Of(Child.Pid);

    public Completion Completion => new(Port, "", "model");
}
