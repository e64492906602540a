using Ziggie.Doctor.Checks.Configuration;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Tests.Doctor.Configuration;

/// <summary>C301 in its three shapes.</summary>
public sealed class VariableTests
{
    private static readonly DateTimeOffset s_start = Given.Now.AddHours(-1);

    [Theory]
    [InlineData("node server.js", 30, "URL=fresh", "URL=old", true)]
    [InlineData("node server.js", 30, "URL=fresh", "PATH=/bin", true)]
    [InlineData("node server.js", 30, "URL=old", "URL=old", false)]
    [InlineData("node server.js", -30, "URL=fresh", "URL=old", false)]
    [InlineData("node server.js", 30, "", "URL=old", false)]
    [InlineData("/usr/bin/ollama serve", 30, "DATABASE=fresh", "PATH=/bin", false)]
    [InlineData("/usr/bin/ollama serve", 30, "OLLAMA_HOST=x", "PATH=/bin", true)]
    public void A_file_that_changed_after_the_start_counts_where_its_values_differ(string command, int minutes, string inFile, string inProcess, bool isFound)
    {
        var process = Given.Process(50, command, s_start, Variables(inProcess)) with { Files = ProcessFiles.None with { Environments = [new EnvironmentFile("/srv/app/.env", s_start.AddMinutes(minutes), Variables(inFile))] } };

        var findings = Serving(process).Asking<VariableNotTaken>();

        Assert.Equal(isFound, findings.Count == 1);
        if (!isFound) return;
        Assert.Equal(("C301", "process:50"), (findings[0].Code.Code, findings[0].Target));
        Assert.Contains("/srv/app/.env", findings[0].Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("fresh", string.Join(' ', [findings[0].Cause, findings[0].Fix, .. findings[0].Evidence]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_read_proves_nothing()
    {
        var process = Given.Process(50, "node server.js", s_start) with { Environment = null, Files = ProcessFiles.None with { Environments = [new EnvironmentFile("/srv/app/.env", Given.Now, Variables("A=b"))] } };

        Assert.Empty(Serving(process).Asking<VariableNotTaken>());
    }

    [Theory]
    [InlineData(false, "PATH=/bin", true)]
    [InlineData(false, "URL=x", false)]
    [InlineData(true, "PATH=/bin", false)]
    public void A_missing_file_counts_where_the_program_is_in_trouble(bool isWell, string inProcess, bool isFound)
    {
        var process = Given.Process(50, "node server.js", s_start, Variables(inProcess)) with { Files = ProcessFiles.None with { Examples = [new EnvironmentFile("/srv/app/.env.example", s_start, Variables("URL=example"))] } };
        var backend = Given.Backend("http://127.0.0.1:8080");

        var findings = Serving(process).With(isWell ? backend : backend with { Models = null }).Asking<VariableNotTaken>();

        Assert.Equal(isFound ? ["process:50"] : [], findings.Select(f => f.Target));
    }

    [Fact]
    public void A_file_that_a_compose_file_names_may_be_the_missing_one()
    {
        var process = Given.Process(50, "node server.js", s_start) with { Files = ProcessFiles.None with { Missing = ["/srv/app/prod.env"] } };

        var finding = Assert.Single(Serving(process).With(Given.Backend("http://127.0.0.1:8080").Refused()).Asking<VariableNotTaken>());

        Assert.Contains("/srv/app/prod.env", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env_file: .env", ".env")]
    [InlineData("env_file: [a.env, 'b.env']", "a.env,b.env")]
    [InlineData("env_file:\n      - a.env\n      - path: b.env\n      - path: c.env\n        required: false\n    ports:\n      - 80", "a.env,b.env")]
    [InlineData("env_file: ${FILE}", "")]
    [InlineData("ports:\n  - 80:80", "")]
    public void Compose_files_are_read_as_far_as_needed(string text, string expected) => Assert.Equal(expected, string.Join(',', ComposeFiles.Named(text)));

    [Fact]
    public void Copies_of_a_containers_program_lack_what_it_was_given()
    {
        var inside = Given.Process(7000, "python3 /app/backend.py");
        ProcessEvidence[] copies = [Given.Process(50, "python3 backend.py"), Given.Process(51, "python3 /srv/backend.py")];
        var other = Given.Process(52, "python3 other.py");
        var evidence = Given.Machine.With(inside, copies[0], copies[1], other)
            .With(Given.Listener(54112, copies[0]), Given.Listener(54112, copies[1]), Given.Listener(54112, other))
            .With(Given.Container("backend", 54112, "PATH=/usr/bin", "PYTHON_VERSION=3.12", "OLLAMA_URL=http://ollama:11434", "SECRET=hush"));

        var finding = Assert.Single(evidence.Asking<CopyWithoutVariables>());

        Assert.Equal("process:50", finding.Target);
        Assert.Contains("2 copies", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("OLLAMA_URL, SECRET", finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", string.Join(' ', [finding.Cause, .. finding.Evidence]), StringComparison.Ordinal);
        Assert.DoesNotContain("PYTHON_VERSION", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_with_all_variables_is_left_alone()
    {
        var copy = Given.Process(50, "python3 backend.py", environment: Variables("OLLAMA_URL=http://127.0.0.1:11434"));
        var evidence = Given.Machine.With(Given.Process(7000, "python3 /app/backend.py"), copy).With(Given.Listener(54112, copy)).With(Given.Container("backend", 54112, "OLLAMA_URL=http://ollama:11434"));

        Assert.Empty(evidence.Asking<CopyWithoutVariables>());
    }

    [Theory]
    [InlineData("ZIGGIE__SERVER__URL=x", "", "ZIGGIE__SERVER__URL")]
    [InlineData("ZIGGIE__SERVER__URL=x", "ZIGGIE__SERVER__URL=x", null)]
    [InlineData("KEY=x", "", "KEY")]
    [InlineData("KEY=x", "KEY=x", null)]
    [InlineData("UNRELATED=x", "KEY=x", null)]
    public void Ziggie_says_what_it_never_got(string inFile, string inEnvironment, string? lost)
    {
        var evidence = Given.Machine with
        {
            OwnFiles = new OwnFilesEvidence("/srv/ziggie.yaml", [new EnvironmentFile("/srv/.env", Given.Now, Variables(inFile))], [new Placeholder("KEY", HasDefault: true, 3)]),
            Subjects = Given.Machine.Subjects with { Environment = Variables(inEnvironment) },
        };

        var findings = evidence.Asking<OwnVariablesNotTaken>();

        Assert.Equal(lost is null ? [] : ["file:/srv/.env"], findings.Select(f => f.Target));
        if (lost is not null) Assert.Contains(lost, findings[0].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ziggie_yaml_asks_for_must_be_set()
    {
        var evidence = Given.Machine with { OwnFiles = new OwnFilesEvidence("/srv/ziggie.yaml", [], [new Placeholder("KEY", HasDefault: false, 3), new Placeholder("PORT", HasDefault: true, 4)]) };

        Assert.Contains("${KEY} (line 3)", Assert.Single(evidence.Asking<OwnVariablesNotTaken>()).Cause, StringComparison.Ordinal);
        Assert.Empty((evidence with { Subjects = evidence.Subjects with { Environment = Variables("KEY=x") } }).Asking<OwnVariablesNotTaken>());
    }

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A = b ", "b")]
    [InlineData("A=b # why", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=\"b # c\" # why", "b # c")]
    [InlineData("A='b'", "b")]
    [InlineData("A=", "")]
    [InlineData("# A=b", null)]
    [InlineData("=b", null)]
    public void Lines_are_read_as_shells_do(string line, string? expected) => Assert.Equal(expected, Variables(line).GetValueOrDefault("A"));

    [Fact]
    public void Placeholders_are_found_as_the_settings_read_them() =>
        Assert.Equal([("A", false, 1), ("B", true, 2)], OwnFilesSource.Placeholders("a: ${A}\nb: x${B:-y} $${C}\n# ${D}\n").Select(p => (p.Name, p.HasDefault, p.Line)));

    private static Evidence Serving(ProcessEvidence process) => Given.Machine.With(process).With(Given.Listener(8080, process));

    private static IReadOnlyDictionary<string, string> Variables(string text) => EnvironmentFiles.Parse(text);
}
