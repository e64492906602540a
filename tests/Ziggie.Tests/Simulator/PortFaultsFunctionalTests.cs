using System.Net.Sockets;
using Ziggie.Simulator;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Simulator;

public sealed class PortFaultsFunctionalTests : SimulatorTestBase
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task Refuse_resets_what_is_open_refuses_what_comes_and_ends_when_taken_back()
    {
        var server = await StartAsync();
        using var open = await RawHttp.PostAsync(server.Port, Path, Chat("[[fault:stall]]", stream: true), Cancellation);
        await open.ReadUntilAsync("\" a\"", Cancellation);

        server.Fault = Fault.Parse("refuse");

        Assert.True((await open.ReadToEndAsync(Cancellation)).Reset);
        var refused = await Assert.ThrowsAsync<SocketException>(() => RawHttp.PostAsync(server.Port, Path, Chat("Hello"), Cancellation));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        server.Fault = null;
        await AskAsync(server, Path, Chat("Hello"));
    }

    [Fact]
    public async Task Flap_goes_down_and_up_by_the_clock()
    {
        var time = new ManualTime();
        var server = await StartAsync(SimulatorOptions.Instant with { Time = time, Faults = [Fault.Parse("flap up=5s down=3s")] });

        await AskAsync(server, Path, Chat("Hello"));
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<SocketException>(() => RawHttp.PostAsync(server.Port, Path, Chat("Hello"), Cancellation));
        time.Advance(TimeSpan.FromSeconds(3));
        await AskAsync(server, Path, Chat("Hello"));
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<SocketException>(() => RawHttp.PostAsync(server.Port, Path, Chat("Hello"), Cancellation));
    }

    [Fact]
    public async Task A_taken_port_is_said_to_be_taken()
    {
        var server = await StartAsync();

        await Assert.ThrowsAsync<IOException>(() => SimulatorServer.StartAsync(SimulatorOptions.Instant with { Port = server.Port }, Cancellation));
    }

    [Fact]
    public async Task A_port_that_refuses_is_still_its_own()
    {
        var server = await StartAsync();
        server.Fault = Fault.Parse("refuse");

        var others = new List<SimulatorServer>();
        for (var i = 0; i < 20; i++) others.Add(await StartAsync());

        Assert.DoesNotContain(server.Port, others.Select(o => o.Port));
    }
}
