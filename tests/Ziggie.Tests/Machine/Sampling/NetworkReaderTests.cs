using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class NetworkReaderTests : IDisposable
{
    private const string Heading = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed

        """;

    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Rates_are_of_the_time_since_the_look_before()
    {
        // Kernels of long ago leave no blank behind the colon.
        var reader = new NetworkReader(_machine.Proc("net/dev", Heading + "    lo: 100 1 0 0 0 0 0 0 100 1 0 0 0 0 0 0\n  eth0:5000 10 2 4 0 0 0 0 3000 9 1 1 0 0 0 0\n").Roots);
        Assert.All(reader.Read(0)!, i => Assert.Equal(0, i.ReceivedBytesPerSecond));

        _machine.Proc("net/dev", Heading + "    lo: 100 1 0 0 0 0 0 0 100 1 0 0 0 0 0 0\n  eth0: 25000 20 4 4 0 0 0 0 4000 9 1 11 0 0 0 0\n veth1: 900 1 0 0 0 0 0 0 900 1 0 0 0 0 0 0\n");
        var read = reader.Read(2)!;

        Assert.Equal(["lo", "eth0", "veth1"], read.Select(i => i.Interface));
        Assert.Equal(new NetworkStats("eth0", 10000, 500, new(25000), new(4000), 1, 5), read[1]);
        Assert.Equal(0, read[2].ReceivedBytesPerSecond);
    }

    [Fact]
    public void Counters_that_begin_anew_are_no_negative_rate()
    {
        var reader = new NetworkReader(_machine.Proc("net/dev", "eth0: 5000 0 0 0 0 0 0 0 3000 0 0 0 0 0 0 0").Roots);
        reader.Read(0);
        _machine.Proc("net/dev", "eth0: 10 0 0 0 0 0 0 0 20 0 0 0 0 0 0 0");
        Assert.Equal((0.0, 0.0), (reader.Read(1)![0].ReceivedBytesPerSecond, reader.Read(1)![0].SentBytesPerSecond));
    }

    [Fact]
    public void There_are_no_more_interfaces_than_can_be_shown()
    {
        var reader = new NetworkReader(_machine.Proc("net/dev", string.Concat(Enumerable.Range(0, 5000).Select(i => $"veth{i}: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"))).Roots);
        Assert.Equal(128, reader.Read(0)!.Count);
    }

    [Fact]
    public void A_machine_that_does_not_tell_is_no_failure()
    {
        Assert.Null(new NetworkReader(_machine.Roots).Read(0));
        Assert.Empty(new NetworkReader(_machine.Proc("net/dev", "eth0: 1 2\n:::\n\n").Roots).Read(0)!);
    }

    [Fact]
    public void This_machine_has_a_loopback() => Assert.Contains(new NetworkReader(new MachineRoots()).Read(0)!, i => i.Interface == "lo");
}
