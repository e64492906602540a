using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

/// <summary>A loaded model: its weights and vocabulary.</summary>
internal sealed class ModelHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Llama.ModelFree(handle);
        return true;
    }
}

/// <summary>A context of a model: the cache of what its sequences have read.</summary>
internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Llama.ContextFree(handle);
        return true;
    }
}

/// <summary>A sampler, or a chain that owns its samplers.</summary>
internal sealed class SamplerHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>Hands a sampler over to a chain, which frees it.</summary>
    public nint Release()
    {
        var sampler = handle;
        SetHandleAsInvalid();
        return sampler;
    }

    protected override bool ReleaseHandle()
    {
        Llama.SamplerFree(handle);
        return true;
    }
}
