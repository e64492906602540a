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
}
