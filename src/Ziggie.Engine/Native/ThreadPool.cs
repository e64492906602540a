using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

/// <summary>Threads that stay between the steps of a context: without them, llama.cpp makes new ones for each token.</summary>
internal sealed unsafe class ThreadPool : IDisposable
{
    /// <summary>How long they look for work before they sleep, in llama.cpp's measure: about 2 ms, longer than what lies between two tokens, and short enough not to be felt on an idle machine.</summary>
    private const uint Poll = 1;

    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    private ThreadPool(nint handle, delegate* unmanaged[Cdecl]<nint, void> free)
    {
        Handle = handle;
        _free = free;
    }

    public nint Handle { get; private set; }

    /// <returns>Null where one thread is enough, or where the build offers none: llama.cpp then helps itself.</returns>
    public static ThreadPool? Create(int threads)
    {
        if (threads < 2 || Processor() is not (var device and not 0)) return null;
        var backend = Ggml.BackendOf(device);
        var (create, free) = (Ggml.Function(backend, "ggml_threadpool_new"), Ggml.Function(backend, "ggml_threadpool_free"));
        if (create == 0 || free == 0) return null;
        GgmlThreadPoolParams parameters;
        Ggml.ThreadPoolDefaults(&parameters, threads);
        parameters.Poll = Poll;
        var handle = ((delegate* unmanaged[Cdecl]<GgmlThreadPoolParams*, nint>)create)(&parameters);
        return handle == 0 ? null : new ThreadPool(handle, (delegate* unmanaged[Cdecl]<nint, void>)free);
    }

    public void Dispose()
    {
        if (Handle != 0) _free(Handle);
        Handle = 0;
    }

    private static nint Processor()
    {
        for (nuint i = 0; i < Ggml.DeviceCount(); i++)
            if (Ggml.DeviceType(Ggml.Device(i)) == GgmlDeviceType.Cpu) return Ggml.Device(i);
        return 0;
    }
}

/// <summary><c>ggml_threadpool_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GgmlThreadPoolParams
{
    public const int MostThreads = 512;

    public fixed byte CpuMask[MostThreads];
    public int Threads;
    public int Priority;
    public uint Poll;
    public byte StrictCpu;
    public byte Paused;
}
