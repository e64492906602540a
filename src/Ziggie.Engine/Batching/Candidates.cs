using System.Runtime.InteropServices;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Batching;

/// <summary>Room for every token of a vocabulary, for the samplers.</summary>
internal sealed unsafe class Candidates(int vocabulary) : IDisposable
{
    public LlamaTokenData* Data { get; } = (LlamaTokenData*)NativeMemory.Alloc((nuint)vocabulary, (nuint)sizeof(LlamaTokenData));

    public void Dispose() => NativeMemory.Free(Data);
}
