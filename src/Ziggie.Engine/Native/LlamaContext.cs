using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ziggie.Wire;

namespace Ziggie.Engine.Native;

/// <summary>How a context is made.</summary>
/// <param name="Context">Tokens that each sequence can hold.</param>
/// <param name="Sequences">Conversations at once.</param>
/// <param name="Threads">Of the processor, for computing.</param>
/// <param name="CacheType">ggml's number for the type of cached keys and values: 0 f32, 1 f16, 8 q8_0, 2 q4_0.</param>
/// <param name="FlashAttention">Null: where it helps.</param>
/// <param name="Embeddings">Vectors instead of text.</param>
internal sealed record ContextOptions(int Context, int Sequences, int Batch, int MicroBatch, int Threads, int CacheType, bool? FlashAttention, bool Embeddings, bool Unified);

/// <summary>The memory of what a model's sequences have read. One thread at a time.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private readonly int* _abort;
    private readonly ThreadPool? _threads;

    /// <exception cref="EngineException">Memory is short, or the model does not allow it.</exception>
    public LlamaContext(LlamaModel model, ContextOptions options)
    {
        _abort = (int*)NativeMemory.AllocZeroed(sizeof(int));
        var parameters = Llama.ContextDefaults();
        // A shared memory holds one step of all sequences; else each has its own.
        parameters.Context = (uint)(options.Unified ? options.Context : options.Context * options.Sequences);
        parameters.Sequences = (uint)options.Sequences;
        parameters.Batch = (uint)options.Batch;
        parameters.MicroBatch = (uint)options.MicroBatch;
        parameters.Threads = options.Threads;
        parameters.ThreadsBatch = options.Threads;
        parameters.TypeK = options.CacheType;
        parameters.TypeV = options.CacheType;
        parameters.FlashAttention = options.FlashAttention switch { null => -1, false => 0, true => 1 };
        parameters.Embeddings = options.Embeddings ? (byte)1 : (byte)0;
        parameters.KvUnified = options.Unified ? (byte)1 : (byte)0;
        parameters.NoPerf = 1;
        parameters.Abort = &OnAbort;
        parameters.AbortData = (nint)_abort;
        NativeLog.Forget();
        Handle = Llama.ContextCreate(model.Handle, parameters);
        if (Handle.IsInvalid)
        {
            Dispose();
            throw new EngineException("model.memory", $"There is not enough memory for a context of {options.Context} tokens for {options.Sequences} conversations: {LoadFault.Of(NativeLog.Troubles())}") { Kind = ErrorKind.BadRequest, Param = "model" };
        }
        _threads = ThreadPool.Create(options.Threads);
        if (_threads is not null) Llama.AttachThreads(Handle, _threads.Handle, _threads.Handle);
        Memory = Llama.Memory(Handle);
        // llama.cpp rounds up, past what the model was trained for.
        Context = Math.Min(options.Context, (int)Llama.ContextPerSequence(Handle));
        Sequences = (int)Llama.SequenceCount(Handle);
        Batch = (int)Llama.BatchSize(Handle);
        MicroBatch = (int)Llama.MicroBatchSize(Handle);
        Pooling = Llama.Pooling(Handle);
    }

    public ContextHandle Handle { get; }

    /// <summary>Tokens that each sequence can hold.</summary>
    public int Context { get; }
    public int Sequences { get; }
    public int Batch { get; }
    public int MicroBatch { get; }

    /// <summary>llama.cpp's pooling: 0 none, 1 mean, 2 first, 3 last, 4 rank.</summary>
    public int Pooling { get; }

    private nint Memory { get; }

    /// <summary>Ends the computation that runs, soon, from any thread; until <see cref="Resume"/>.</summary>
    public void Abort() => Volatile.Write(ref *_abort, 1);

    public void Resume() => Volatile.Write(ref *_abort, 0);

    /// <returns>0: done; 1: no room; 2: aborted; less: failed.</returns>
    public int Decode(in LlamaBatch batch) => Llama.Decode(Handle, batch);

    public int Encode(in LlamaBatch batch) => Llama.Encode(Handle, batch);

    /// <summary>What the model thinks of each token after an output of the last batch.</summary>
    public ReadOnlySpan<float> Logits(int index, int vocabulary) => new(Llama.Logits(Handle, index), vocabulary);

    public ReadOnlySpan<float> Embedding(int index, int size) => Llama.Embeddings(Handle, index) is var vector && vector is null ? default : new(vector, size);

    public ReadOnlySpan<float> SequenceEmbedding(int sequence, int size) => Llama.SequenceEmbeddings(Handle, sequence) is var vector && vector is null ? default : new(vector, size);

    /// <summary>Forgets a sequence from a position on.</summary>
    /// <returns>False where this model's memory cannot forget a part.</returns>
    public bool Forget(int sequence, int from) => Memory == 0 || Llama.MemoryRemove(Memory, sequence, from, -1);

    /// <summary>Makes a sequence remember what another one read.</summary>
    public void Copy(int source, int target)
    {
        if (Memory != 0) Llama.MemoryCopy(Memory, source, target, -1, -1);
    }

    /// <summary>The first position that a sequence still holds: more than 0 where a sliding window has passed on.</summary>
    public int First(int sequence) => Memory == 0 ? -1 : Llama.MemoryFirst(Memory, sequence);

    public void Clear()
    {
        if (Memory != 0) Llama.MemoryClear(Memory, data: false);
    }

    public void Dispose()
    {
        Handle?.Dispose();
        _threads?.Dispose();
        NativeMemory.Free(_abort);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnAbort(nint data) => (byte)Volatile.Read(ref *(int*)data);
}
