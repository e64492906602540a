using System.Runtime.InteropServices;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Gpus;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class GpuTests : IDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly ManualTime _time = new();

    public GpuTests() => FakeNvml.Reset();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void An_nvidia_card_is_told_and_one_that_fell_off_the_bus_is_named()
    {
        var read = new NvidiaGpus(() => FakeNvml.Without(), _time).Read();

        var card = Assert.Single(read.Gpus);
        Assert.Equal(new GpuStats("nvidia", 0, "GPU-1234", "NVIDIA H100", 37, new(80L << 30), new(20L << 30), 41, 112.4, 700, card.Processes), card with { Watts = 112.4 });
        Assert.InRange(card.Watts!.Value, 112.3, 112.4);
        Assert.Equal([new(4242, new ByteSize(1L << 30)), new(4343, null)], card.Processes!);
        Assert.StartsWith("1 of 2 cards", read.Unavailable, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_that_a_version_lacks_and_questions_that_fail_leave_their_numbers_out()
    {
        var lacking = Assert.Single(new NvidiaGpus(() => FakeNvml.Without("nvmlShutdown", "nvmlDeviceGetPowerUsage", "nvmlDeviceGetComputeRunningProcesses_v2", "nvmlDeviceGetUUID"), _time).Read().Gpus);
        Assert.Equal((37.0, null, null, "nvidia0"), (lacking.UsedPercent, lacking.Watts, lacking.Processes, lacking.Id));

        FakeNvml.CardCode = 3;
        var failing = Assert.Single(new NvidiaGpus(() => FakeNvml.Without(), _time).Read().Gpus);
        Assert.Equal(new GpuStats("nvidia", 0, "nvidia0", "NVIDIA graphics", null, null, null, null, null, null, null), failing);
    }

    [Theory]
    [InlineData("nvmlInit_v2")]
    [InlineData("nvmlDeviceGetCount_v2")]
    [InlineData("nvmlDeviceGetHandleByIndex_v2")]
    public void A_library_without_the_first_things_is_unavailable(string missing)
    {
        var read = new NvidiaGpus(() => FakeNvml.Without(missing), _time).Read();
        Assert.Empty(read.Gpus);
        Assert.Contains("lacks functions", read.Unavailable, StringComparison.Ordinal);
        Assert.Equal(0, FakeNvml.Starts);
    }

    /// <summary>A real library that is not NVIDIA's, under its name.</summary>
    [Fact]
    public void Another_library_under_its_name_is_unavailable()
    {
        Assert.True(NativeLibrary.TryLoad("libc.so.6", out var other) || NativeLibrary.TryLoad("libc", out other));
        var read = new NvidiaGpus(() => name => NativeLibrary.TryGetExport(other, name, out var address) ? address : 0, _time).Read();
        Assert.Contains("lacks functions", read.Unavailable, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_does_not_start_is_asked_again_after_a_while_only()
    {
        FakeNvml.StartCode = 18;
        var reader = new NvidiaGpus(() => FakeNvml.Without(), _time);
        for (var i = 0; i < 5; i++) Assert.Contains("different versions", reader.Read().Unavailable, StringComparison.Ordinal);
        Assert.Equal(1, FakeNvml.Starts);

        FakeNvml.StartCode = 0;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(reader.Read().Gpus);
    }

    [Fact]
    public void A_driver_that_is_lost_while_running_is_unavailable_until_it_is_back()
    {
        var reader = new NvidiaGpus(() => FakeNvml.Without(), _time);
        Assert.Single(reader.Read().Gpus);
        FakeNvml.CountCode = 999;
        Assert.Contains("code 999", reader.Read().Unavailable, StringComparison.Ordinal);
        Assert.Equal(1, FakeNvml.Stops);
        FakeNvml.CountCode = 0;
        Assert.Empty(reader.Read().Gpus);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(reader.Read().Gpus);
        Assert.Equal(2, FakeNvml.Starts);
    }

    [Fact]
    public void Without_a_driver_there_are_no_cards()
    {
        var looked = 0;
        var reader = new NvidiaGpus(() =>
        {
            looked++;
            return null;
        }, _time);
        for (var i = 0; i < 5; i++) Assert.Contains("no NVIDIA driver", reader.Read().Unavailable, StringComparison.Ordinal);
        Assert.Equal(1, looked);
    }

    [Fact]
    public void What_a_broken_library_makes_up_is_not_told()
    {
        FakeNvml.Nonsense = true;
        var card = Assert.Single(new NvidiaGpus(() => FakeNvml.Without(), _time).Read().Gpus);
        Assert.Equal((null, null, long.MaxValue, "\ufffd\ufffd"), (card.UsedPercent, card.Celsius, card.MemoryTotal!.Value.Bytes, card.Name));
        Assert.Equal(128, card.Processes!.Count);
    }

    [Fact]
    public void Drivers_name_their_list_of_processes_by_version()
    {
        var third = Assert.Single(new NvidiaGpus(() => name => FakeNvml.Without()(name == "nvmlDeviceGetComputeRunningProcesses_v3" ? "nvmlDeviceGetComputeRunningProcesses_v2" : name.EndsWith("Processes_v2", StringComparison.Ordinal) ? "" : name), _time).Read().Gpus);
        Assert.Equal([4242, 4343], third.Processes!.Select(p => p.Pid));
    }

    /// <summary>Whatever this machine has, asking for it does no harm.</summary>
    [Fact]
    public void This_machine_answers()
    {
        var nvidia = new NvidiaGpus(NvidiaGpus.LoadInstalled, TimeProvider.System).Read();
        Assert.True(nvidia.Gpus.Count > 0 || nvidia.Unavailable is not null);
        Assert.NotNull(new AmdGpus(new MachineRoots(), TimeProvider.System).Read());
    }

    [Fact]
    public void Amds_cards_are_told_from_others_and_from_their_sockets()
    {
        _machine
            .Sys("class/drm/card0/device/vendor", "0x8086\n")
            .Sys("class/drm/card1-DP-1/status", "connected\n")
            .Sys("class/drm/card1/device/vendor", "0x1002\n").Sys("class/drm/card1/device/device", "0x744c\n")
            .Sys("class/drm/card1/device/uevent", "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0\n")
            .Sys("class/drm/card1/device/gpu_busy_percent", "63\n")
            .Sys("class/drm/card1/device/mem_info_vram_total", "25753026560\n").Sys("class/drm/card1/device/mem_info_vram_used", "1073741824\n")
            .Sys("class/drm/card1/device/hwmon/hwmon4/temp1_input", "54000\n").Sys("class/drm/card1/device/hwmon/hwmon4/power1_average", "78500000\n")
            .Sys("class/drm/card1/device/hwmon/hwmon4/power1_cap", "327000000\n")
            // Asleep: hardly anything is told.
            .Sys("class/drm/card2/device/vendor", "0x1002\n").Sys("class/drm/card2/device/product_name", "Radeon Pro W7900\n")
            .Sys("class/drm/card2/device/hwmon/hwmon5/power1_input", "12000000\n");

        var read = new AmdGpus(_machine.Roots, _time).Read();

        Assert.Null(read.Unavailable);
        Assert.Equal(
            [
                new("amd", 0, "0000:03:00.0", "AMD graphics 0x744c", 63, new(25753026560), new(1073741824), 54, 78.5, 327, null),
                new("amd", 1, "card2", "Radeon Pro W7900", null, null, null, null, 12, null, null),
            ],
            read.Gpus);
        Assert.Empty(new AmdGpus(new MachineRoots("/none", "/none"), _time).Read().Gpus);
    }

    [Fact]
    public void Amds_driver_tells_the_processes_of_each_card()
    {
        _machine.Sys("class/drm/card0/device/vendor", "0x1002\n").Sys("class/drm/card0/device/uevent", "PCI_SLOT_NAME=0000:03:00.0\n")
            .Sys("class/drm/card1/device/vendor", "0x1002\n").Sys("class/drm/card1/device/uevent", "PCI_SLOT_NAME=0000:04:00.0\n");
        Opens(10, 3, "/dev/dri/renderD128", "pos:\t0\ndrm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\ndrm-memory-gtt: \t9 KiB\n");
        // The same client once more, a second one, and one in a child that inherited it.
        Opens(10, 4, "/dev/dri/renderD128", "drm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\n");
        Opens(10, 5, "/dev/dri/card0", "drm-driver:\tamdgpu\ndrm-client-id:\t8\ndrm-pdev:\t0000:03:00.0\ndrm-resident-vram:\t1 MiB\n");
        Opens(11, 3, "/dev/dri/renderD128", "drm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\n");
        Opens(12, 3, "/dev/dri/renderD128", "drm-driver:\tamdgpu\ndrm-client-id:\t9\ndrm-pdev:\t0000:03:00.0\n");
        // Another maker's, another device, what is torn, what vanished.
        Opens(13, 3, "/dev/dri/card2", "drm-driver:\ti915\ndrm-client-id:\t1\ndrm-pdev:\t0000:00:02.0\ndrm-memory-vram:\t1 KiB\n");
        Opens(13, 4, "/dev/null", "drm-driver:\tamdgpu\ndrm-pdev:\t0000:03:00.0\n");
        Opens(13, 5, "/dev/dri/card0", "drm-driver:\tamdgpu\ndrm-pd");
        Opens(13, 6, "/dev/dri/card0", null);

        var reader = new AmdGpus(_machine.Roots, _time);
        var cards = reader.Read().Gpus;

        Assert.Equal([new(10, new ByteSize(3 << 20)), new(12, null)], cards[0].Processes!);
        Assert.Empty(cards[1].Processes!);

        _machine.Remove("proc/10");
        Assert.Equal(2, reader.Read().Gpus[0].Processes!.Count);
        _time.Advance(TimeSpan.FromSeconds(11));
        // What was its child's all along is seen to be.
        Assert.Equal([11, 12], reader.Read().Gpus[0].Processes!.Select(p => p.Pid));
    }

    private void Opens(int pid, int number, string device, string? told)
    {
        if (told is not null) _machine.Proc($"{pid}/fdinfo/{number}", told);
        var link = $"{_machine.Roots.Proc}/{pid}/fd/{number}";
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, device);
    }
}
