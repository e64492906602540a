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
        for (var i = 0; i < 3; i++)
        {
            await Eventually.TrueAsync(async () => await EngineSignals.ProcessIdAsync(one.Admin) > 0);
            await EngineSignals.SendAsync(one.Admin, EngineSignals.Kill);
        }
        await Eventually.TrueAsync(async () => await EngineSignals.ProcessIdAsync(one.Admin) > 0);
        Assert.Equal(EngineZiggie.Said, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Said);
    }

    public sealed class Ziggies : EngineZiggie
    {
        protected override IReadOnlyList<string> Shared => [];
    }
}
