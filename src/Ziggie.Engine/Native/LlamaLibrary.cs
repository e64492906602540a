using System.Reflection;
using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

/// <summary>Loads llama.cpp's libraries from a folder, once in a process.</summary>
internal static unsafe class LlamaLibrary
{
    private static readonly Lock s_lock = new();
    private static string? s_folder;

    /// <summary>Loads them and the variant of each backend that suits this machine.</summary>
    /// <param name="folder">Where <c>libllama</c> and <c>libggml*</c> are.</param>
    /// <param name="log">Takes each line that the libraries say.</param>
    /// <exception cref="EngineException">They are not there, do not load here, or are of another release.</exception>
    public static void Load(string folder, Action<GgmlLogLevel, string> log)
    {
        lock (s_lock)
        {
            if (s_folder == folder) return;
            if (s_folder is not null) throw new InvalidOperationException($"llama.cpp was loaded from {s_folder} already.");
            NativeLog.Target = log;
            NativeLibrary.SetDllImportResolver(typeof(Llama).Assembly, new Resolver(folder).Resolve);
            try
            {
                var version = Llama.Text(Llama.Version());
                if (version is null || !version.StartsWith(EngineRelease.Llama, StringComparison.Ordinal)) throw new EngineException("engine.version", $"The llama.cpp library in {folder} is release {version}; Ziggie needs {EngineRelease.Llama}. Run `ziggie engine install`.");
                Llama.LogSet(&NativeLog.Take, 0);
                Ggml.LoadBackends(folder);
                Llama.BackendInit();
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                throw new EngineException("engine.library", $"The llama.cpp library in {folder} cannot be used: {e.Message.ReplaceLineEndings(" ")} Run `ziggie engine install`.", e);
            }
            if (Devices().All(d => d.Type != GgmlDeviceType.Cpu))
                throw new EngineException("engine.cpu", $"No variant of the llama.cpp library in {folder} runs on this machine's processor. Set engine.libraryPath to a build for it.");
            s_folder = folder;
        }
    }

    /// <summary>What can compute here: the processor and the accelerators whose backends were loaded.</summary>
    public static IReadOnlyList<Device> Devices()
    {
        var devices = new List<Device>();
        for (nuint i = 0; i < Ggml.DeviceCount(); i++)
        {
            var device = Ggml.Device(i);
            nuint free, total;
            Ggml.DeviceMemory(device, &free, &total);
            devices.Add(new Device(Llama.Text(Ggml.DeviceName(device)) ?? "?", Llama.Text(Ggml.DeviceDescription(device)) ?? "", Ggml.DeviceType(device), (long)free, (long)total));
        }
        return devices;
    }

    private sealed class Resolver(string folder)
    {
        public nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
        {
            if (name is not (Llama.Library or Ggml.Library or Ggml.BaseLibrary)) return 0;
            var path = LibraryFiles.Find(folder, name) ?? throw new DllNotFoundException($"There is no {name} library in {folder}.");
            return NativeLibrary.Load(path);
        }
    }
}

/// <summary>Something that computes.</summary>
/// <param name="Name">The backend's short name, e.g. CPU or CUDA0.</param>
/// <param name="Free">Free memory in bytes.</param>
internal sealed record Device(string Name, string Description, GgmlDeviceType Type, long Free, long Total);
