using System.Net;
using Ziggie.Tests.Doctor.Support;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Real broken servers, and what the doctor of the real program says of each.</summary>
public sealed class BrokenBackendsFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Each_broken_backend_is_told_by_its_own_cause_and_healthy_ones_not_at_all()
    {
        await using var resets = BrokenServer.Resets();
        await using var hangs = BrokenServer.Hangs();
        await using var drips = BrokenServer.Begins("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        await using var dripsHead = BrokenServer.Begins("HTTP/1.1 200 OK\r\nX-Slow: ");
        await using var circle = BrokenServer.Serves(new Dictionary<string, string> { ["/api/tags"] = Redirect("/a"), ["/a"] = Redirect("/b"), ["/b"] = Redirect("/a") });
        await using var away = BrokenServer.Serves(new Dictionary<string, string> { ["*"] = Redirect("https://sso.example/in") });
        await using var garbage = BrokenServer.Says("SSH-2.0-OpenSSH_9.2\r\n");
        await using var html = BrokenServer.Serves(new Dictionary<string, string> { ["*"] = BrokenServer.Reply("200 OK", "text/html", "<html><title>Grafana</title></html>") });
        await using var comfy = BrokenServer.Serves(new Dictionary<string, string> { ["/system_stats"] = BrokenServer.Reply("200 OK", "application/json", """{"system":{},"devices":[]}""") });
        await using var key = BrokenServer.Serves(new Dictionary<string, string> { ["*"] = BrokenServer.Reply("401 Unauthorized", "application/json", "{}") });
        await using var ollama = BrokenServer.Serves(BrokenServer.Ollama);
        await using var v6 = BrokenServer.Serves(BrokenServer.Ollama, IPAddress.IPv6Loopback);
        await using var openAi = await one.BackendAsync(Dialect.OpenAi);
        await using var well = await one.BackendAsync(Dialect.Ollama);
        (string Name, string Type, string Url, string Code)[] situations =
        [
            ("refused", "ollama", $"http://127.0.0.1:{ZiggieProcess.FreePort()}", "N101"),
            ("unknown-name", "ollama", "http://no-such-name.invalid:11434", "N102"),
            ("resets", "ollama", $"http://127.0.0.1:{resets.Port}", "N103"),
            ("v6-only", "ollama", $"http://127.0.0.1:{v6.Port}", "N106"),
            ("v4-only", "ollama", $"http://[::1]:{ollama.Port}", "N106"),
            ("hangs", "ollama", $"http://127.0.0.1:{hangs.Port}", "N108"),
            ("drips", "ollama", $"http://127.0.0.1:{drips.Port}", "N108"),
            ("drips-head", "ollama", $"http://127.0.0.1:{dripsHead.Port}", "N108"),
            ("circle", "ollama", $"http://127.0.0.1:{circle.Port}", "P204"),
            ("away", "ollama", $"http://127.0.0.1:{away.Port}", "P204"),
            ("garbage", "ollama", $"http://127.0.0.1:{garbage.Port}", "P204"),
            ("html", "ollama", $"http://127.0.0.1:{html.Port}", "P204"),
            ("comfy", "ollama", $"http://127.0.0.1:{comfy.Port}", "P204"),
            ("key", "openai", $"http://127.0.0.1:{key.Port}/v1", "P204"),
            ("ollama-as-openai", "openai", $"http://127.0.0.1:{ollama.Port}", "P204"),
            ("openai-as-ollama", "ollama", $"http://127.0.0.1:{openAi.Server.Port}", "P204"),
            ("without-tls", "ollama", $"https://127.0.0.1:{ollama.Port}", "P204"),
        ];
        await Task.WhenAll(situations.Select(s => AskedDoctor.AddAsync(one.Admin, s.Name, s.Type, s.Url)));

        var report = await AskedDoctor.RunAsync(one.Admin);

        Assert.Equal(situations.Select(s => $"{s.Name} {s.Code}"), situations.Select(s => $"{s.Name} {AskedDoctor.Told(report, $"backend:{s.Name}")}"));
        Assert.DoesNotContain(report.GetProperty("findings").EnumerateArray(), f => f.GetProperty("target").GetString() is var target && (target == $"backend:{well.Name}" || target == $"backend:{openAi.Name}" || target!.StartsWith("check:", StringComparison.Ordinal)));
        foreach (var (name, words) in ((string, string)[])[("drips", "Body: "), ("drips-head", "Answer: "), ("circle", "in a circle"), ("garbage", "an SSH server"), ("html", "Grafana"), ("comfy", "ComfyUI"), ("key", "wants a key"), ("ollama-as-openai", "Ollama"), ("openai-as-ollama", "the backend's type is ollama"), ("without-tls", "HTTP without TLS")])
            Assert.Contains(words, AskedDoctor.RootOf(report, $"backend:{name}").GetProperty("cause").GetString(), StringComparison.Ordinal);
        // Those that the API may change are mended by it.
        var target = "backend:ollama-as-openai";
        Assert.True(AskedDoctor.RootOf(report, target).GetProperty("canFix").GetBoolean());
        var (planned, plan) = await AskedDoctor.FixAsync(one.Admin, "P204", target, dryRun: true);
        Assert.Equal((200, false), (planned, plan.GetProperty("done").GetBoolean()));
        Assert.Contains("Change the backend ollama-as-openai from openai at", plan.GetProperty("steps")[0].GetString(), StringComparison.Ordinal);
        var (done, mended) = await AskedDoctor.FixAsync(one.Admin, "P204", target, token: plan.GetProperty("token").GetString());
        Assert.Equal((200, true, true), (done, mended.GetProperty("done").GetBoolean(), mended.GetProperty("verified").GetBoolean()));
        Assert.Contains("doctor.fix", await one.Admin.GetStringAsync("/api/audit?action=doctor.fix", Cancel), StringComparison.Ordinal);
        // One that was changed meanwhile is left alone.
        (_, plan) = await AskedDoctor.FixAsync(one.Admin, "N106", "backend:v6-only", dryRun: true);
        using (var patched = await one.Admin.PatchAsync("/api/backends/v6-only", JsonContent("""{"priority":7}"""), Cancel)) Assert.True(patched.IsSuccessStatusCode);
        var (refused, problem) = await AskedDoctor.FixAsync(one.Admin, "N106", "backend:v6-only", token: plan.GetProperty("token").GetString());
        Assert.Equal((409, "target_changed"), (refused, problem.GetProperty("code").GetString()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("viewer", 403)]
    [InlineData("member", 403)]
    [InlineData("operator", 404)]
    public async Task Only_operators_mend(string role, int status)
    {
        using var client = await AskedDoctor.AsAsync(one.Ziggie, role);

        Assert.Equal(status, (await AskedDoctor.FixAsync(client, "P203", "port:tcp/1", dryRun: true)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Strangers_are_turned_away()
    {
        using var stranger = new HttpClient { BaseAddress = one.Ziggie.Url };

        Assert.Equal(401, (await AskedDoctor.FixAsync(stranger, "P203", "port:tcp/1", dryRun: true)).Status);
    }

    private static string Redirect(string to) => BrokenServer.Reply("302 Found", "text/plain", "", $"Location: {to}\r\n");

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
