using Ziggie.Machine.Containers.Wire;

namespace Ziggie.Machine.Containers;

/// <summary>Tells by what a container may use graphics cards: each of the ways that engines have for it.</summary>
internal static class GpuAccess
{
    private const string NvidiaVisible = "NVIDIA_VISIBLE_DEVICES";

    public static ContainerGpus Of(InspectedContainer container, ContainerEnvironment environment)
    {
        var host = container.HostConfig;
        List<(bool Nvidia, bool Amd, string By)> ways = [];
        foreach (var request in (host?.DeviceRequests ?? []).OfType<InspectedDeviceRequest>()) if (Request(request) is { } way) ways.Add(way);
        var devices = (host?.Devices ?? []).OfType<InspectedDevice>().Select(d => d.PathOnHost).Concat((container.Mounts ?? []).OfType<InspectedMount>().Select(m => m.Source)).OfType<string>();
        foreach (var device in devices) if (Device(device) is { } way) ways.Add(way);
        // NVIDIA's runtime gives what the variable names, and nothing where it is not set.
        if (host?.Runtime?.Contains("nvidia", StringComparison.OrdinalIgnoreCase) == true && environment[NvidiaVisible] is not (null or "" or "none" or "void")) ways.Add((true, false, $"runtime {host.Runtime}"));
        if (host?.Privileged == true) ways.Add((false, true, "privileged"));
        return ways.Count == 0 ? ContainerGpus.None : new ContainerGpus(ways.Exists(w => w.Nvidia), ways.Exists(w => w.Amd), [.. ways.Select(w => w.By).Distinct(StringComparer.Ordinal)]);
    }

    private static (bool Nvidia, bool Amd, string By)? Request(InspectedDeviceRequest request)
    {
        // The container device interface names a maker's devices: nvidia.com/gpu=0, amd.com/gpu=all.
        foreach (var id in (request.DeviceIds ?? []).OfType<string>()) if (Named(id) is { } named) return named;
        var asksGpu = (request.Capabilities ?? []).OfType<IReadOnlyList<string?>>().Any(all => all.Contains("gpu") || all.Contains("nvidia"));
        if (!asksGpu) return null;
        var driver = request.Driver is { Length: > 0 } name ? name : "gpu";
        return (!driver.Contains("amd", StringComparison.OrdinalIgnoreCase), driver.Contains("amd", StringComparison.OrdinalIgnoreCase), $"device request {driver}");
    }

    private static (bool Nvidia, bool Amd, string By)? Device(string path)
    {
        if (Named(path) is { } named) return named;
        // nvidia-caps, nvidiactl, nvidia-uvm and nvidia0 alike.
        if (path.StartsWith("/dev/nvidia", StringComparison.Ordinal)) return (true, false, path);
        if (path == "/dev/kfd" || path == "/dev/dri" || path.StartsWith("/dev/dri/", StringComparison.Ordinal)) return (false, true, path);
        return path == "/dev/dxg" ? (true, true, path) : null;
    }

    private static (bool Nvidia, bool Amd, string By)? Named(string device) =>
        device.StartsWith("nvidia.com/", StringComparison.Ordinal) ? (true, false, device)
        : device.StartsWith("amd.com/", StringComparison.Ordinal) ? (false, true, device)
        : null;
}
