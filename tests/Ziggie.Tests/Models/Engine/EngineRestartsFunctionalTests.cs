using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Models.Engine;

/// <summary>An engine's process that does not stay, through the front door.</summary>
public sealed class EngineRestartsFunctionalTests(EngineRestartsFunctionalTests.Ziggies one) : IClassFixture<EngineRestartsFunctionalTests.Ziggies>
{
    [Fact]
    public async Task An_engine_that_dies_again_and_again_comes_back_by_itself()
    {
        var last = 0;
        for (var i = 0; i < 3; i++)
        {
            await NextAsync();
            await EngineSignals.SendAsync(one.Admin, EngineSignals.Kill);
        }
        await NextAsync();
        Assert.Equal(EngineZiggie.Said, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Said);

        // Its end is noticed a moment after it.
        Task NextAsync() => Eventually.TrueAsync(async () =>
        {
            var pid = await EngineSignals.ProcessIdAsync(one.Admin);
            if (pid == 0 || pid == last) return false;
            last = pid;
            return true;
        });
    }

    public sealed class Ziggies : EngineZiggie
    {
        protected override IReadOnlyList<string> Shared => [];
    }
}
