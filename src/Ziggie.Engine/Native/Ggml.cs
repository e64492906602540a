using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

/// <summary>What computes below llama.cpp: the processor and accelerators.</summary>
internal static unsafe partial class Ggml
{
    public const string Library = "ggml";
    public const string BaseLibrary = "ggml-base";

    /// <summary>Loads from a folder the best variant of each kind for this machine.</summary>
    [LibraryImport(Library, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void LoadBackends(string folder);

    [LibraryImport(Library, EntryPoint = "ggml_backend_dev_count")]
    public static partial nuint DeviceCount();

    [LibraryImport(Library, EntryPoint = "ggml_backend_dev_get")]
    public static partial nint Device(nuint index);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_name")]
    public static partial byte* DeviceName(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_description")]
    public static partial byte* DeviceDescription(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_memory")]
    public static partial void DeviceMemory(nint device, nuint* free, nuint* total);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_type")]
    public static partial GgmlDeviceType DeviceType(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_backend_reg")]
    public static partial nint BackendOf(nint device);

    /// <returns>0 where the backend has no function of that name.</returns>
    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_reg_get_proc_address", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Function(nint backend, string name);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_threadpool_params_init")]
    public static partial void ThreadPoolDefaults(GgmlThreadPoolParams* parameters, int threads);
}
