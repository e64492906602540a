using Ziggie.Machine.Sampling;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class TemperatureReaderTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Sensors_and_those_zones_that_have_none()
    {
        _machine
            .Sys("class/hwmon/hwmon0/name", "k10temp\n").Sys("class/hwmon/hwmon0/temp1_input", "45125\n").Sys("class/hwmon/hwmon0/temp1_label", "Tctl\n")
            .Sys("class/hwmon/hwmon10/name", "nvme\n").Sys("class/hwmon/hwmon10/temp1_input", "38862\n").Sys("class/hwmon/hwmon10/temp1_crit", "84850\n")
            // Not connected, not readable, absurd.
            .Sys("class/hwmon/hwmon10/temp2_input", "-273150\n").Sys("class/hwmon/hwmon10/temp3_input", "").Sys("class/hwmon/hwmon10/temp4_input", "65261850\n")
            .Sys("class/hwmon/hwmon2/device/name", "w83627\n").Sys("class/hwmon/hwmon2/device/temp1_input", "30000\n")
            .Sys("class/thermal/thermal_zone0/type", "nvme\n").Sys("class/thermal/thermal_zone0/temp", "38000\n")
            .Sys("class/thermal/thermal_zone1/type", "cpu-thermal\n").Sys("class/thermal/thermal_zone1/temp", "51000\n");

        var read = new TemperatureReader(_machine.Roots, new ManualTime()).Read();

        Assert.Equal(
            [new("k10temp", "Tctl", 45.1, null), new("w83627", "temp1", 30, null), new("nvme", "temp1", 38.9, 84.85), new("cpu-thermal", "thermal_zone1", 51, null)],
            read);
    }

    [Fact]
    public void Sensors_that_come_later_are_found_after_a_while_and_those_that_go_are_left_out()
    {
        var time = new ManualTime();
        var reader = new TemperatureReader(_machine.Roots, time);
        Assert.Empty(reader.Read());
        _machine.Sys("class/hwmon/hwmon0/name", "usb\n").Sys("class/hwmon/hwmon0/temp1_input", "20000\n");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(reader.Read());
        _machine.Remove("sys/class/hwmon/hwmon0");
        Assert.Empty(reader.Read());
    }
}
