using System.Numerics.Tensors;
using Ziggie.Engine.Batching;
using Ziggie.Engine.Host;
using Ziggie.Engine.Native;
using Ziggie.Wire;

namespace Ziggie.Engine.Vectors;

/// <summary>Turns texts into vectors, by the pooling that the file names (its mean where it names none). One request at a time; several texts in one step.</summary>
internal sealed class Embedder : IDisposable
{
    private const int Sequences = 16;
    private const int None = 0;

    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly BatchBuffer _batch;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    public Embedder(LlamaModel model, ModelSpec spec)
    {
        _model = model;
        // A text must fit into one step: attention may look both ways.
        Longest = Math.Min(spec.Context, model.TrainedContext > 0 ? model.TrainedContext : spec.Context);
        _context = new LlamaContext(model, new ContextOptions(Longest, Sequences, Math.Max(512, Longest), Math.Max(512, Longest), Processors.Threads(spec.Threads), CacheTypes.Parse(spec.CacheType), spec.FlashAttention, Embeddings: true, Unified: true));
        _batch = new BatchBuffer(_context.MicroBatch);
    }

    /// <summary>Tokens that a text can have.</summary>
    public int Longest { get; }

    /// <param name="texts">Each as tokens.</param>
    /// <returns>A vector of length 1 for each.</returns>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<int[]> texts, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            return await Task.Run(() => Embed(texts, either.Token), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        // What is being computed is aborted, so that its turn ends soon.
        _closing.Cancel();
        _turn.Wait();
        _batch.Dispose();
        _context.Dispose();
        _turn.Dispose();
        _closing.Dispose();
    }

    private float[][] Embed(IReadOnlyList<int[]> texts, CancellationToken cancel)
    {
        using var abort = cancel.UnsafeRegister(static c => ((LlamaContext)c!).Abort(), _context);
        var vectors = new float[texts.Count][];
        for (var next = 0; next < texts.Count;)
        {
            cancel.ThrowIfCancellationRequested();
            _batch.Clear();
            var first = next;
            while (next < texts.Count && next - first < _context.Sequences && texts[next].Length <= _batch.Free) Add(texts[next], next++ - first);
            _context.Clear();
            _context.Resume();
            var result = _model.HasDecoder ? _context.Decode(_batch.Batch) : _context.Encode(_batch.Batch);
            cancel.ThrowIfCancellationRequested();
            if (result != 0) throw new EngineException("engine.decode", $"llama.cpp could not compute the vectors (it answered {result}).");
            for (var i = first; i < next; i++) vectors[i] = Read(i - first, texts, first);
        }
        return vectors;
    }

    private void Add(int[] tokens, int sequence)
    {
        for (var i = 0; i < tokens.Length; i++) _batch.Add(tokens[i], i, sequence, output: true);
    }

    private float[] Read(int sequence, IReadOnlyList<int[]> texts, int first)
    {
        var size = _model.EmbeddingSize;
        var vector = new float[size];
        if (_context.Pooling > None && _context.SequenceEmbedding(sequence, size) is { IsEmpty: false } pooled)
        {
            pooled.CopyTo(vector);
        }
        else
        {
            var start = Enumerable.Range(first, sequence).Sum(i => texts[i].Length);
            var count = texts[first + sequence].Length;
            for (var t = 0; t < count; t++)
                TensorPrimitives.Add(vector, _context.Embedding(start + t, size), vector);
        }
        var norm = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(norm)) throw new EngineException("engine.vector", "The model gave no finite vector for this text.") { Kind = ErrorKind.Backend };
        if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
