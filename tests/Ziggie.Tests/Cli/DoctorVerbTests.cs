using System.Text.Json;
using Ziggie.Cli;

namespace Ziggie.Tests.Cli;

/// <summary>What <c>ziggie doctor</c> shows, asks, and ends with.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("[]", "", 0, 0)]
    [InlineData("""[{"code":"A","severity":"hint"}]""", "hint A", 0, 0)]
    [InlineData("""[{"code":"A","severity":"warning"}]""", "warning A", 0, 2)]
    [InlineData("""[{"code":"A","severity":"problem"}]""", "problem A", 2, 2)]
    [InlineData("""[{"code":"A","severity":"hint","consequences":[{"code":"B","severity":"problem"}]}]""", "hint A", 2, 2)]
    public async Task The_exit_code_tells_problems_and_strictly_warnings(string findings, string line, int code, int strict)
    {
        _cli.Local.Doctors = new StandIn(findings);

        var result = await _cli.RunAsync("doctor");

        Assert.Equal(code, result.Code);
        Assert.StartsWith(line, result.Out);
        Assert.Contains("No control center runs at", result.Error);
        Assert.Equal(strict, (await _cli.RunAsync("doctor", "--strict")).Code);
    }

    [Fact]
    public async Task A_cause_is_shown_with_its_evidence_and_what_follows_from_it()
    {
        _cli.Local.Doctors = new StandIn(
            """
            [{"code":"P203","severity":"problem","title":"A native program answers","target":"port:tcp/1","cause":"Because.","evidence":["$ ss -ltn → x"],"fix":"End it.","canFix":true,
              "consequences":[{"code":"N108","severity":"problem","title":"Too late","target":"backend:a"}]}]
            """);

        var result = await _cli.RunAsync("doctor");

        Assert.Equal(
            """
            problem P203: A native program answers (port:tcp/1)
              Because.
                $ ss -ltn → x
              To mend it: End it. The doctor can do it: ziggie doctor --fix
              └ so also N108: Too late (backend:a)
            """, result.Out.TrimEnd());
        Assert.EndsWith("Found 1 problem. Looked at 3 listeners in 0.0 s.", result.Error.TrimEnd());
    }

    [Fact]
    public async Task As_json_it_is_the_report_itself()
    {
        _cli.Local.Doctors = new StandIn("""[{"code":"A","severity":"problem"}]""");
        using var json = JsonDocument.Parse((await _cli.RunAsync("doctor", "--json")).Out);
        Assert.Equal("A", json.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_mended_unless_it_is_said_beforehand()
    {
        var doctor = new StandIn("""[{"code":"A","severity":"problem","target":"t","canFix":true},{"code":"B","severity":"problem","target":"t"}]""");
        _cli.Local.Doctors = doctor;

        var refused = await _cli.RunAsync("doctor", "--fix");
        Assert.Equal((ExitCode.Usage, 0), (refused.Code, doctor.Asked.Count));
        Assert.Contains("--yes", refused.Error);

        var done = await _cli.RunAsync("doctor", "--fix", "--yes");
        Assert.Equal([("A", "t", null), ("A", "t", "token")], doctor.Asked);
        Assert.Contains("  will do: End it.", done.Error);
        Assert.Contains("  It is gone.", done.Error);
    }

    [Fact]
    public async Task A_refused_fix_is_told_and_the_next_one_is_tried()
    {
        var doctor = new StandIn("""[{"code":"A","severity":"problem","target":"t","canFix":true},{"code":"B","severity":"problem","target":"t","canFix":true}]""") { Refused = "A" };
        _cli.Local.Doctors = doctor;

        var result = await _cli.RunAsync("doctor", "--fix", "--yes");

        Assert.Contains("A (t): It changed.", result.Error);
        Assert.Equal([("A", "t", null), ("B", "t", null), ("B", "t", "token")], doctor.Asked);
    }

    [Theory]
    [InlineData("x000", 0, "X000: A check itself failed (warning)")]
    [InlineData("Z1", 2, "")]
    public async Task A_code_is_explained(string code, int exit, string first)
    {
        var result = await _cli.RunAsync("doctor", "--explain", code);
        Assert.Equal((exit, first), (result.Code, result.Out.Split('\n')[0].TrimEnd()));
        if (exit != 0) Assert.Contains("There is no code Z1. Codes: X000.", result.Error);
    }

    private sealed class StandIn(string findings) : IDoctor
    {
        public List<(string Code, string Target, string? Token)> Asked { get; } = [];
        public string? Refused { get; init; }

        public Task<JsonElement> RunAsync(CancellationToken cancel) =>
            Task.FromResult(Json($$"""{"ranAt":"2026-01-01T00:00:00Z","tookMs":12,"findings":{{findings}},"checked":[{"what":"listeners","subjects":3},{"what":"disks","subjects":0}],"notes":[]}"""));

        public Task<JsonElement> FixAsync(string code, string target, string? token, CancellationToken cancel)
        {
            Asked.Add((code, target, token));
            if (code == Refused) throw new CliException(ExitCode.Failure, "It changed.");
            return Task.FromResult(Json(token is null ? """{"steps":["End it."],"token":"token"}""" : """{"steps":["End it."],"message":"It is gone."}"""));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static JsonElement Json(string text)
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
    }
}
