using System.Runtime.InteropServices;

namespace Ziggie.Machine.Sampling.Gpus;

/// <summary>NVIDIA's cards, through the library that comes with their driver. It is looked for while running, and again after a while where it is not there.</summary>
/// <param name="load">Gives the library's functions, or null where there is no such library.</param>
internal sealed class NvidiaGpus(Func<Func<string, nint>?> load, TimeProvider time) : IGpuReader
{
    private const uint MostCards = 64;
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(1);
    private NvmlApi? _api;
    private string? _unavailable;
    private long _lookedAt;

    public string Vendor => "nvidia";

    public GpuReading Read()
    {
        if (_api is null && (_unavailable is null || time.GetElapsedTime(_lookedAt) > s_lookAgain)) Open();
        if (_api is null) return new GpuReading([], _unavailable);
        if (_api.Count(out var count) is not 0 and var code)
        {
            // The driver was exchanged or lost its cards: begin anew, later.
            _api.Stop();
            _api = null;
            return Without($"The driver does not tell its cards: {Meaning(code)}");
        }
        List<GpuStats> found = [];
        for (var i = 0u; i < Math.Min(count, MostCards); i++)
            if (_api.Handle(i, out var device) == 0) found.Add(Read(_api, (int)i, device));
        return new GpuReading(found, found.Count < count ? $"{count - found.Count} of {count} cards may not be looked at, or fell off the bus." : null);
    }

    /// <summary>The library where the driver puts it.</summary>
    public static Func<string, nint>? LoadInstalled()
    {
        string[] names = OperatingSystem.IsWindows() ? ["nvml.dll"] : OperatingSystem.IsLinux() ? ["libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"] : [];
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var library)) return export => NativeLibrary.TryGetExport(library, export, out var address) ? address : 0;
        return null;
    }

    private void Open()
    {
        _lookedAt = time.GetTimestamp();
        if (load() is not { } exports) Without("There is no NVIDIA driver here (libnvidia-ml.so.1 was not found).");
        else if (NvmlApi.From(exports) is not { } api) Without("The library of the NVIDIA driver lacks functions that every version since 2013 has: install the driver anew.");
        else if (api.Start() is not 0 and var code) Without($"The NVIDIA driver does not start: {Meaning(code)}");
        else (_api, _unavailable) = (api, null);
    }

    private GpuReading Without(string reason)
    {
        _unavailable = reason;
        _lookedAt = time.GetTimestamp();
        return new GpuReading([], reason);
    }

    private GpuStats Read(NvmlApi api, int index, nint device)
    {
        var memory = api.Memory(device);
        return new GpuStats(
            Vendor,
            index,
            api.Uuid(device) ?? $"nvidia{index}",
            api.Name(device) ?? "NVIDIA graphics",
            api.UsedPercent(device),
            memory?.Total,
            memory?.Used,
            api.Celsius(device),
            api.Watts(device),
            api.WattsLimit(device),
            api.Processes(device));
    }

    private static string Meaning(int code) => code switch
    {
        4 => "this user has no right to it (code 4).",
        9 => "the kernel's part is not loaded (code 9); `nvidia-smi` says more.",
        15 => "a card fell off the bus (code 15); restart the machine.",
        18 => "the library and the kernel's part are of different versions (code 18); restart the machine after the update.",
        _ => $"it answers with code {code}; `nvidia-smi` says more.",
    };
}
