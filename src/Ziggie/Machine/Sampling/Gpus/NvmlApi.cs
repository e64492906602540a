using System.Text;

namespace Ziggie.Machine.Sampling.Gpus;

/// <summary>The functions of NVIDIA's management library that are used. Without the first three there is nothing to read; each other one may be missing.</summary>
internal sealed unsafe class NvmlApi
{
    private const int NameLength = 96;
    private const int MostProcesses = 128;
    private const int Gpu = 0;

    private readonly delegate* unmanaged<int> _init;
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<uint*, int> _count;
    private readonly delegate* unmanaged<uint, nint*, int> _handle;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _name;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _uuid;
    private readonly delegate* unmanaged<nint, uint*, int> _use;
    private readonly delegate* unmanaged<nint, ulong*, int> _memory;
    private readonly delegate* unmanaged<nint, int, uint*, int> _temperature;
    private readonly delegate* unmanaged<nint, uint*, int> _power;
    private readonly delegate* unmanaged<nint, uint*, int> _powerLimit;
    private readonly delegate* unmanaged<nint, uint*, ulong*, int> _processes;

    private NvmlApi(Func<string, nint> export)
    {
        _init = (delegate* unmanaged<int>)export("nvmlInit_v2");
        _shutdown = (delegate* unmanaged<int>)export("nvmlShutdown");
        _count = (delegate* unmanaged<uint*, int>)export("nvmlDeviceGetCount_v2");
        _handle = (delegate* unmanaged<uint, nint*, int>)export("nvmlDeviceGetHandleByIndex_v2");
        _name = (delegate* unmanaged<nint, byte*, uint, int>)export("nvmlDeviceGetName");
        _uuid = (delegate* unmanaged<nint, byte*, uint, int>)export("nvmlDeviceGetUUID");
        _use = (delegate* unmanaged<nint, uint*, int>)export("nvmlDeviceGetUtilizationRates");
        _memory = (delegate* unmanaged<nint, ulong*, int>)export("nvmlDeviceGetMemoryInfo");
        _temperature = (delegate* unmanaged<nint, int, uint*, int>)export("nvmlDeviceGetTemperature");
        _power = (delegate* unmanaged<nint, uint*, int>)export("nvmlDeviceGetPowerUsage");
        _powerLimit = (delegate* unmanaged<nint, uint*, int>)export("nvmlDeviceGetEnforcedPowerLimit");
        // The second and the third have rows of the same shape; the first has another, and is of drivers long gone.
        var processes = export("nvmlDeviceGetComputeRunningProcesses_v3");
        if (processes == 0) processes = export("nvmlDeviceGetComputeRunningProcesses_v2");
        _processes = (delegate* unmanaged<nint, uint*, ulong*, int>)processes;
    }

    /// <summary>Null where the library lacks what nothing goes without.</summary>
    /// <param name="export">Gives a function's address; 0 where there is none of that name.</param>
    public static NvmlApi? From(Func<string, nint> export)
    {
        var api = new NvmlApi(export);
        return api._init is null || api._count is null || api._handle is null ? null : api;
    }

    /// <summary>0 where it is ready; else what is wrong, as every call here.</summary>
    public int Start() => _init();

    public void Stop()
    {
        if (_shutdown is not null) _ = _shutdown();
    }

    public int Count(out uint count)
    {
        uint value = 0;
        var code = _count(&value);
        count = value;
        return code;
    }

    public int Handle(uint index, out nint device)
    {
        nint value = 0;
        var code = _handle(index, &value);
        device = value;
        return code;
    }

    public string? Name(nint device) => Text(_name, device);

    public string? Uuid(nint device) => Text(_uuid, device);

    /// <summary>Percent of the time in which it computed.</summary>
    public double? UsedPercent(nint device)
    {
        var rates = stackalloc uint[2];
        return _use is not null && _use(device, rates) == 0 && rates[0] <= 100 ? rates[0] : null;
    }

    public (ByteSize Total, ByteSize Used)? Memory(nint device)
    {
        // Total, free, used.
        var bytes = stackalloc ulong[3];
        return _memory is not null && _memory(device, bytes) == 0 ? (Size(bytes[0]), Size(bytes[2])) : null;
    }

    public double? Celsius(nint device)
    {
        uint degrees = 0;
        return _temperature is not null && _temperature(device, Gpu, &degrees) == 0 && degrees < 250 ? degrees : null;
    }

    public double? Watts(nint device) => Milliwatts(_power, device);

    public double? WattsLimit(nint device) => Milliwatts(_powerLimit, device);

    /// <summary>Null where the driver does not say, or there are too many.</summary>
    public IReadOnlyList<GpuProcess>? Processes(nint device)
    {
        if (_processes is null) return null;
        // Three words each: pid, bytes, and the parts of a card that was divided.
        var rows = stackalloc ulong[3 * MostProcesses];
        uint count = MostProcesses;
        if (_processes(device, &count, rows) != 0) return null;
        List<GpuProcess> found = [];
        for (var i = 0; i < Math.Min(count, MostProcesses); i++)
            found.Add(new GpuProcess((int)(uint)rows[3 * i], rows[3 * i + 1] == ulong.MaxValue ? null : Size(rows[3 * i + 1])));
        return found;
    }

    private static string? Text(delegate* unmanaged<nint, byte*, uint, int> call, nint device)
    {
        var text = stackalloc byte[NameLength];
        if (call is null || call(device, text, NameLength) != 0) return null;
        var bytes = new ReadOnlySpan<byte>(text, NameLength);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static double? Milliwatts(delegate* unmanaged<nint, uint*, int> call, nint device)
    {
        uint value = 0;
        return call is not null && call(device, &value) == 0 ? Math.Round(value / 1000.0, 1) : null;
    }

    private static ByteSize Size(ulong bytes) => new((long)Math.Min(bytes, long.MaxValue));
}
