using System.Runtime.InteropServices;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Batching;

/// <summary>The tokens of one step, in memory that llama.cpp reads.</summary>
internal sealed unsafe class BatchBuffer : IDisposable
{
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _counts;
    private readonly int* _ids;
    private readonly int** _sequences;
    private readonly sbyte* _outputs;

    public BatchBuffer(int capacity)
    {
        Capacity = capacity;
        _tokens = Numbers(capacity);
        _positions = Numbers(capacity);
        _counts = Numbers(capacity);
        _ids = Numbers(capacity);
        _sequences = (int**)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(int*));
        _outputs = (sbyte*)NativeMemory.Alloc((nuint)capacity);
        for (var i = 0; i < capacity; i++)
        {
            _counts[i] = 1;
            _sequences[i] = _ids + i;
        }
    }

    public int Capacity { get; }
    public int Count { get; private set; }
    public int Free => Capacity - Count;

    public LlamaBatch Batch => new() { Tokens = Count, Token = _tokens, Position = _positions, SequenceCount = _counts, Sequence = _sequences, Output = _outputs };

    public void Clear() => Count = 0;

    /// <returns>The token's index in the batch, by which its output is read.</returns>
    public int Add(int token, int position, int sequence, bool output)
    {
        _tokens[Count] = token;
        _positions[Count] = position;
        _ids[Count] = sequence;
        _outputs[Count] = output ? (sbyte)1 : (sbyte)0;
        return Count++;
    }

    public void Dispose()
    {
        NativeMemory.Free(_tokens);
        NativeMemory.Free(_positions);
        NativeMemory.Free(_counts);
        NativeMemory.Free(_ids);
        NativeMemory.Free(_sequences);
        NativeMemory.Free(_outputs);
    }

    private static int* Numbers(int count) => (int*)NativeMemory.Alloc((nuint)count, sizeof(int));
}
