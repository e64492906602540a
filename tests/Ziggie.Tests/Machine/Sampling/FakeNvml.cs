using System.Runtime.InteropServices;

namespace Ziggie.Tests.Machine.Sampling;

/// <summary>NVIDIA's library as far as it is used: one card, in any state of repair. One test at a time may use it.</summary>
internal static unsafe class FakeNvml
{
    public static int StartCode { get; set; }
    public static int CountCode { get; set; }
    public static int Starts { get; set; }
    public static int Stops { get; set; }

    /// <summary>What every question about the card is answered with.</summary>
    public static int CardCode { get; set; }

    /// <summary>Whether every answer is one that cannot be.</summary>
    public static bool Nonsense { get; set; }

    public static void Reset() => (StartCode, CountCode, CardCode, Starts, Stops, Nonsense) = (0, 0, 0, 0, 0, false);

    /// <summary>The library without some of its functions.</summary>
    public static Func<string, nint> Without(params string[] missing) => name => missing.Contains(name) ? 0 : name switch
    {
        "nvmlInit_v2" => (nint)(delegate* unmanaged<int>)&Start,
        "nvmlShutdown" => (nint)(delegate* unmanaged<int>)&Stop,
        "nvmlDeviceGetCount_v2" => (nint)(delegate* unmanaged<uint*, int>)&Count,
        "nvmlDeviceGetHandleByIndex_v2" => (nint)(delegate* unmanaged<uint, nint*, int>)&Handle,
        "nvmlDeviceGetName" => (nint)(delegate* unmanaged<nint, byte*, uint, int>)&Name,
        "nvmlDeviceGetUUID" => (nint)(delegate* unmanaged<nint, byte*, uint, int>)&Uuid,
        "nvmlDeviceGetUtilizationRates" => (nint)(delegate* unmanaged<nint, uint*, int>)&Use,
        "nvmlDeviceGetMemoryInfo" => (nint)(delegate* unmanaged<nint, ulong*, int>)&Memory,
        "nvmlDeviceGetTemperature" => (nint)(delegate* unmanaged<nint, int, uint*, int>)&Temperature,
        "nvmlDeviceGetPowerUsage" => (nint)(delegate* unmanaged<nint, uint*, int>)&Power,
        "nvmlDeviceGetEnforcedPowerLimit" => (nint)(delegate* unmanaged<nint, uint*, int>)&PowerLimit,
        "nvmlDeviceGetComputeRunningProcesses_v2" => (nint)(delegate* unmanaged<nint, uint*, ulong*, int>)&Processes,
        _ => 0,
    };

    [UnmanagedCallersOnly]
    private static int Start()
    {
        Starts++;
        return StartCode;
    }

    [UnmanagedCallersOnly]
    private static int Stop()
    {
        Stops++;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Count(uint* count)
    {
        *count = Nonsense ? uint.MaxValue : 2;
        return CountCode;
    }

    /// <summary>The second card fell off the bus.</summary>
    [UnmanagedCallersOnly]
    private static int Handle(uint index, nint* device)
    {
        *device = (nint)(index + 1);
        return index == 0 ? 0 : 15;
    }

    [UnmanagedCallersOnly]
    private static int Name(nint device, byte* text, uint length) => Nonsense ? Write([0xff, 0xfe, 0], text) : Write("NVIDIA H100\0"u8, text);

    [UnmanagedCallersOnly]
    private static int Uuid(nint device, byte* text, uint length) => Write("GPU-1234\0"u8, text);

    [UnmanagedCallersOnly]
    private static int Use(nint device, uint* rates)
    {
        (rates[0], rates[1]) = (Nonsense ? 4_000u : 37, 12);
        return CardCode;
    }

    [UnmanagedCallersOnly]
    private static int Memory(nint device, ulong* bytes)
    {
        (bytes[0], bytes[1], bytes[2]) = (Nonsense ? ulong.MaxValue : 80UL << 30, 60UL << 30, 20UL << 30);
        return CardCode;
    }

    [UnmanagedCallersOnly]
    private static int Temperature(nint device, int sensor, uint* degrees)
    {
        *degrees = Nonsense ? 65_535u : 41;
        return CardCode;
    }

    [UnmanagedCallersOnly]
    private static int Power(nint device, uint* milliwatts)
    {
        *milliwatts = 112_350;
        return CardCode;
    }

    [UnmanagedCallersOnly]
    private static int PowerLimit(nint device, uint* milliwatts)
    {
        *milliwatts = 700_000;
        return CardCode;
    }

    [UnmanagedCallersOnly]
    private static int Processes(nint device, uint* count, ulong* rows)
    {
        if (Nonsense)
        {
            *count = uint.MaxValue;
            return 0;
        }
        if (CardCode == 0 && *count >= 2) (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], *count) = (4242, 1UL << 30, ulong.MaxValue, 4343, ulong.MaxValue, ulong.MaxValue, 2);
        return CardCode;
    }

    private static int Write(ReadOnlySpan<byte> bytes, byte* text)
    {
        if (CardCode == 0) bytes.CopyTo(new Span<byte>(text, bytes.Length));
        return CardCode;
    }
}
