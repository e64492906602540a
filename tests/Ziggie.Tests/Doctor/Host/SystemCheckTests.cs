using System.Net;
using Ziggie.Doctor.Checks.Host;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Doctor.Gathering.Models;
using Ziggie.Machine.Containers;

namespace Ziggie.Tests.Doctor.Host;

/// <summary>S502, S503, S506, S507 and S508 over evidence made by hand.</summary>
public sealed class SystemCheckTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(-59, null)]
    [InlineData(70, Severity.Warning)]
    [InlineData(-70, Severity.Warning)]
    [InlineData(301, Severity.Problem)]
    [InlineData(-86_400, Severity.Problem)]
    public void A_server_with_another_time_is_named(int seconds, Severity? expected)
    {
        var finding = Given.Machine.With(WithClock("http://192.0.2.1:11434", seconds)).Asking<ClockSkew>().SingleOrDefault();

        Assert.Equal(expected, finding?.Severity);
        if (finding is null) return;
        Assert.Equal(("S502", "backend:one"), (finding.Code.Code, finding.Target));
        Assert.Contains(seconds > 0 ? "ahead of" : "behind", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_others_agree_it_is_this_machine_that_is_wrong()
    {
        var wrong = Given.Machine.With(WithClock("http://192.0.2.1:1", 600), WithClock("http://192.0.2.2:1", 610)).Asking<ClockSkew>();
        var mixed = Given.Machine.With(WithClock("http://192.0.2.1:1", 600), WithClock("http://192.0.2.2:1", 0)).Asking<ClockSkew>();

        Assert.Equal("machine", Assert.Single(wrong).Target);
        Assert.Contains("behind", wrong[0].Cause, StringComparison.Ordinal);
        Assert.Equal("backend:one", Assert.Single(mixed).Target);
    }

    [Theory]
    [InlineData("/srv/app/server.pid", null, null, "server.pid", Severity.Warning)]
    [InlineData("/srv/ziggie/ziggie.pid", null, null, "ziggie.pid", Severity.Hint)]
    [InlineData("/run/nginx.pid", "nginx", 180, "", null)]
    [InlineData("/run/nginx.pid", "bash", 30, "bash", Severity.Warning)]
    [InlineData("/srv/ziggie/ziggie.pid", "cron", 30, "cron", Severity.Warning)]
    [InlineData("/run/ollama.pid", "hidden", null, "", null)]
    public void A_pid_file_must_name_a_process_that_wrote_it(string path, string? name, int? minutesOld, string says, Severity? expected)
    {
        var holder = name is null ? null : new PidHolder(name, name, minutesOld is { } minutes ? Given.Now.AddMinutes(-minutes) : null);
        var file = new PidFile(path, Given.Now.AddHours(-2), "4711\n", 4711, holder);

        var finding = (Given.Machine with { PidFiles = [file] }).Asking<StalePidFiles>().SingleOrDefault();

        Assert.Equal(expected, finding?.Severity);
        if (finding is null) return;
        Assert.Equal($"file:{path}", finding.Target);
        Assert.Contains(says, finding.Cause, StringComparison.Ordinal);
        Assert.Contains("4711", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Pid_files_beside_local_servers_count_too()
    {
        var server = Given.Process(50, "node server.js") with { Files = ProcessFiles.None with { Pids = [new PidFile("/srv/app/a.pid", Given.Now, "1", 1, null)] } };

        Assert.Equal("file:/srv/app/a.pid", Assert.Single(Given.Machine.With(server).With(Given.Listener(8080, server)).Asking<StalePidFiles>()).Target);
    }

    [Theory]
    [InlineData("NotInstalled", false, false, null)]
    [InlineData("SocketMissing", false, false, null)]
    [InlineData("SocketMissing", true, false, Severity.Warning)]
    [InlineData("SocketMissing", false, true, Severity.Warning)]
    [InlineData("PermissionDenied", false, false, Severity.Hint)]
    [InlineData("PermissionDenied", true, false, Severity.Warning)]
    [InlineData("Refused", false, false, Severity.Warning)]
    [InlineData("Hangs", false, false, Severity.Warning)]
    [InlineData("BadAnswer", false, false, Severity.Warning)]
    [InlineData("NotLocal", false, true, Severity.Hint)]
    public void An_engine_counts_where_it_is_meant_to_be(string word, bool isPublishing, bool isAsked, Severity? expected)
    {
        var trouble = Enum.Parse<EngineTrouble>(word);
        var evidence = Given.Machine with { Containers = new ContainersLook(Given.Now, [], null, new EngineProblem(trouble, "It is away.", ["/var/run/docker.sock: refused"])) };
        if (isPublishing) evidence = evidence.With(Given.Listener(80, Given.Process(60, "docker-proxy"), "0.0.0.0"));
        if (isAsked) evidence = evidence with { Subjects = evidence.Subjects with { Environment = new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///x" } } };

        Assert.Equal(expected, evidence.Asking<EngineUnreachable>().SingleOrDefault()?.Severity);
    }

    [Fact]
    public void An_engine_that_answers_is_well() => Assert.Empty(Given.Machine.With(Given.Container("one", 80)).Asking<EngineUnreachable>());

    [Fact]
    public void A_backend_by_a_containers_name_asks_for_an_engine()
    {
        var backend = Given.Backend("http://ollama:11434").Refused();
        var evidence = (Given.Machine with { Containers = new ContainersLook(Given.Now, [], null, new EngineProblem(EngineTrouble.SocketMissing, "It is away.", [])) })
            .With(backend with { Name = backend.Name! with { Outcome = NameOutcome.NotFound, Addresses = [] } });

        Assert.Contains("ollama", Assert.Single(evidence.Asking<EngineUnreachable>()).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_bad_model_file_is_named_with_what_is_wrong()
    {
        var bad = Enum.GetValues<FileFault>().Select(f => new BadModelFile($"model-{f}", $"/models/{f}.gguf", f, "the detail", f == FileFault.UnreadableForServer ? 77 : null)).ToList();
        var findings = (Given.Machine with { ModelFiles = new ModelFilesEvidence([], bad) }).With(Given.Process(77, "ollama serve")).Asking<ModelFilesUnreadable>();

        Assert.Equal(bad.Select(b => $"file:{b.Path}"), findings.Select(f => f.Target));
        Assert.Contains("process 77", findings[^1].Cause, StringComparison.Ordinal);
        Assert.Contains("chown 1000:", findings[^1].Fix, StringComparison.Ordinal);
        Assert.Empty(Given.Machine.Asking<ModelFilesUnreadable>());
    }

    [Theory]
    [InlineData(100, 1024, null)]
    [InlineData(818, 1024, null)]
    [InlineData(820, 1024, Severity.Warning)]
    [InlineData(973, 1024, Severity.Problem)]
    [InlineData(2000, 1024, Severity.Problem)]
    public void Open_files_near_the_limit_are_told(int open, long limit, Severity? expected)
    {
        var server = Given.Process(50, "node server.js") with { OpenFiles = open, OpenFilesLimit = limit };
        var ziggie = Given.Process(Given.OwnPid, "ziggie up") with { OpenFiles = open, OpenFilesLimit = limit };

        var findings = Given.Machine.With(server, ziggie).With(Given.Listener(8080, server)).Asking<LimitsReached>();

        Assert.Equal(expected is { } severity ? [("process:50", severity), ($"process:{Given.OwnPid}", severity)] : [], findings.Select(f => (f.Target, f.Severity)));
    }

    [Fact]
    public void What_may_not_be_read_proves_nothing()
    {
        var server = Given.Process(50, "node server.js") with { OpenFiles = null, OpenFilesLimit = 10, Environment = null };

        Assert.Empty(Given.Machine.With(server).With(Given.Listener(8080, server)).Asking<LimitsReached>());
    }

    [Fact]
    public void Threads_and_the_whole_machine_have_limits_too()
    {
        var server = Given.Process(50, "node server.js") with { ThreadBound = new ThreadBound("/sys/fs/cgroup/x", 96, 100) };
        var evidence = Given.Machine.With(server).With(Given.Listener(8080, server));

        Assert.Contains("/sys/fs/cgroup/x/pids.max", Assert.Single(evidence.Asking<LimitsReached>()).Evidence[1], StringComparison.Ordinal);
        Assert.Equal(2, (Given.Machine with { System = new SystemEvidence { OpenFiles = 90, OpenFilesLimit = 100, Threads = 990, ThreadsLimit = 1000 } }).Asking<LimitsReached>().Count(f => f.Target == "machine"));
        Assert.Empty((Given.Machine with { System = new SystemEvidence { OpenFiles = 9, OpenFilesLimit = 100, Threads = 99, ThreadsLimit = 1000 } }).Asking<LimitsReached>());
    }

    private static BackendEvidence WithClock(string url, int ahead)
    {
        var backend = Given.Backend(url);
        return backend with { Answers = [Given.Answer(IPAddress.Loopback) with { Date = Given.Now.AddSeconds(ahead) }] };
    }
}
