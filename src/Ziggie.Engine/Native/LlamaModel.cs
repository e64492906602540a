using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Engine.Native;

/// <summary>A model's weights in memory.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private LlamaModel(ModelHandle handle)
    {
        Handle = handle;
        Vocabulary = new Vocabulary(handle);
        TrainedContext = Llama.TrainedContext(handle);
        EmbeddingSize = Llama.EmbeddingSize(handle);
        Bytes = (long)Llama.ModelSize(handle);
        Layers = Llama.Layers(handle);
        HasEncoder = Llama.HasEncoder(handle);
        HasDecoder = Llama.HasDecoder(handle);
        Template = Llama.Text(Llama.ChatTemplate(handle, null));
        ToolTemplate = Llama.Text(Llama.ChatTemplate(handle, "tool_use"));
    }

    public ModelHandle Handle { get; }
    public Vocabulary Vocabulary { get; }
    public int TrainedContext { get; }

    /// <summary>Length of its vectors.</summary>
    public int EmbeddingSize { get; }

    /// <summary>Size of all tensors.</summary>
    public long Bytes { get; }
    public int Layers { get; }
    public bool HasEncoder { get; }
    public bool HasDecoder { get; }

    /// <summary>The file's own chat template.</summary>
    public string? Template { get; }

    /// <summary>The file's template for chats with tools, where it has one of its own.</summary>
    public string? ToolTemplate { get; }

    /// <summary>Loads a file, or all parts of a split one.</summary>
    /// <param name="gpuLayers">Layers put on accelerators; negative is all.</param>
    /// <param name="progress">0 to 1, from the loading thread.</param>
    /// <exception cref="EngineException">llama.cpp refuses the file, or memory is short; says what it said.</exception>
    public static LlamaModel Load(IReadOnlyList<string> paths, int gpuLayers, Action<float>? progress, CancellationToken cancel)
    {
        var parameters = Llama.ModelDefaults();
        parameters.GpuLayers = gpuLayers;
        var watch = GCHandle.Alloc(new LoadWatch(progress, cancel));
        var texts = paths.Select(p => Marshal.StringToCoTaskMemUTF8(p)).ToArray();
        NativeLog.Forget();
        try
        {
            parameters.Progress = &OnProgress;
            parameters.ProgressData = GCHandle.ToIntPtr(watch);
            ModelHandle handle;
            fixed (nint* first = texts) handle = Llama.ModelLoad((byte**)first, (nuint)texts.Length, parameters);
            if (!handle.IsInvalid) return new LlamaModel(handle);
            handle.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw new EngineException("model.load", $"llama.cpp could not load {Path.GetFileName(paths[0])}: {LoadFault.Of(NativeLog.Troubles())}") { Kind = ErrorKind.BadRequest, Param = "model" };
        }
        finally
        {
            watch.Free();
            foreach (var text in texts) Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>A value of the file's metadata as text; null where it has none.</summary>
    public string? Meta(string key)
    {
        var size = Llama.MetaValue(Handle, key, null, 0);
        if (size < 0) return null;
        var bytes = new byte[size + 1];
        fixed (byte* to = bytes) Llama.MetaValue(Handle, key, to, (nuint)bytes.Length);
        return Encoding.UTF8.GetString(bytes, 0, size);
    }

    public void Dispose() => Handle.Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnProgress(float share, nint data)
    {
        var watch = (LoadWatch)GCHandle.FromIntPtr(data).Target!;
        watch.Progress?.Invoke(share);
        return watch.Cancel.IsCancellationRequested ? (byte)0 : (byte)1;
    }

    private sealed record LoadWatch(Action<float>? Progress, CancellationToken Cancel);
}
