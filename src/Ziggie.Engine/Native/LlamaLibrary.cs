using System.Reflection;
using System.Runtime.InteropServices;
using Ziggie.Engine.Libraries;

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
            var build = EngineFolder.Look(folder);
            if (build.Libraries is not { } libraries) throw new EngineException("engine.library", $"{build.Problem} Run: ziggie engine install");
            if (s_folder is not null) throw new InvalidOperationException($"llama.cpp was loaded from {s_folder} already.");
            NativeLog.Target = log;
            NativeLibrary.SetDllImportResolver(typeof(Llama).Assembly, new Resolver(libraries).Resolve);
            try
            {
                var version = Llama.Text(Llama.Version());
                if (version is null || !version.StartsWith(EngineRelease.Version.TrimStart('v'), StringComparison.Ordinal)) throw new EngineException("engine.version", $"The llama.cpp library in {folder} is release {version}; Ziggie needs {EngineRelease.Version}. Run `ziggie engine install`.");
                Llama.LogSet(&NativeLog.Take, 0);
                Ggml.LoadBackends(libraries.Folder);
                // The CUDA here may be older than the one that the build wants first.
                if (libraries.FallbackFolder is { } fallback && Devices().All(d => d.Type == GgmlDeviceType.Cpu)) Ggml.LoadBackends(fallback);
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

    private sealed class Resolver(EngineLibraries libraries)
    {
        public nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name switch
        {
            Llama.Library => NativeLibrary.Load(libraries.Llama),
            Ggml.Library => NativeLibrary.Load(libraries.Ggml),
            Ggml.BaseLibrary => NativeLibrary.Load(libraries.GgmlBase),
            _ => 0,
        };
    }
}

/// <summary>Something that computes.</summary>
/// <param name="Name">The backend's short name, e.g. CPU or CUDA0.</param>
/// <param name="Free">Free memory in bytes.</param>
internal sealed record Device(string Name, string Description, GgmlDeviceType Type, long Free, long Total);
