namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie ps</c> asks and shows.</summary>
public sealed class PsVerbTests : CliTestBase
{
    [Fact]
    public async Task Processes_are_a_table_and_every_name_keeps_to_its_line()
    {
        Server.On("GET /api/system/processes", """
            {"total":3,"items":[
            {"pid":7,"user":"anna","cpuPercent":101.5,"memory":{"bytes":1073741824,"gib":1},"memoryPercent":12.5,"threads":9,"state":"running","startedAt":"2001-01-01T00:00:00Z","name":"a) (b\nc\u001b[31m"},
            {"pid":4242,"user":null,"cpuPercent":0,"memory":{"bytes":0,"gib":0},"memoryPercent":0,"threads":1,"state":"idle","startedAt":null,"name":"kworker/0:1"}]}
            """);

        var lines = (await Cli.RunAsync("ps", "--limit", "3")).Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Matches("^ *PID +USER +CPU % +MEMORY +MEM % +THREADS +STATE +STARTED +NAME$", lines[0]);
        Assert.Matches(@"^ *7 +anna +101\.5 +1\.0 GiB +12\.5 +9 +running +\d+ d ago +a\) \(b c \[31m$", lines[1]);
        Assert.Matches(@"^ *4242 +0\.0 +0 B +0\.0 +1 +idle +kworker/0:1$", lines[2]);
        Assert.EndsWith("/api/system/processes?limit=3&sort=cpu", Server.Last.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_processes_there_is_a_sentence()
    {
        Server.On("GET /api/system/processes", """{"total":0,"items":[]}""");
        var result = await Cli.RunAsync("ps", "--sort", "memory");
        Assert.Equal((0, ""), (result.Code, result.Out));
        Assert.Contains("only Linux", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "501")]
    [InlineData("--limit", "many")]
    [InlineData("--sort", "name")]
    public async Task Bad_options_are_refused_before_anybody_is_asked(string option, string value)
    {
        Assert.Equal(2, (await Cli.RunAsync("ps", option, value)).Code);
        Assert.Empty(Server.Requests);
    }
}
