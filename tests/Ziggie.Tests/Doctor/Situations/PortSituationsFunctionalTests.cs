using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Doctor.Support;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Machine.Listeners;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Real processes that hold ports in each other's place.</summary>
public sealed class PortSituationsFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const int Copies = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Old_copies_before_a_container_are_found_and_ended()
    {
        // What an engine puts before a published port.
        using var publisher = await PerlServer.StartAsync("0.0.0.0", 0, Cancel, name: "docker-proxy");
        var target = $"port:tcp/{publisher.Port}";
        List<PerlServer> copies = [];
        try
        {
            for (var i = 0; i < Copies; i++) copies.Add(await PerlServer.StartAsync("127.0.0.1", publisher.Port, Cancel, forks: true));
            await AskedDoctor.AddAsync(one.Admin, "story", "openai", $"http://127.0.0.1:{publisher.Port}/v1");
            await AskedDoctor.RunAsync(one.Admin);
            foreach (var copy in copies) await copy.EndParentAsync(Cancel);

            var report = await AskedDoctor.RunAsync(one.Admin);

            var root = AskedDoctor.RootOf(report, "backend:story");
            Assert.Equal(("P203", target, "problem", true), (root.GetProperty("code").GetString(), root.GetProperty("target").GetString(), root.GetProperty("severity").GetString(), root.GetProperty("canFix").GetBoolean()));
            var evidence = string.Join('\n', root.GetProperty("evidence").EnumerateArray().Select(e => e.GetString()));
            Assert.All(copies, c => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"ps -p {c.Pid} → nothing: it opened 127.0.0.1:{publisher.Port} and has ended; process {c.Child} inherited"), evidence, StringComparison.Ordinal));
            // Shown, but not done, where one of them is not there any more.
            var (_, plan) = await AskedDoctor.FixAsync(one.Admin, "P203", target, dryRun: true);
            Assert.Equal(Copies, plan.GetProperty("steps").GetArrayLength());
            using (var first = Process.GetProcessById(copies[0].Child)) first.Kill();
            await Eventually.TrueAsync(() => Task.FromResult(!IsAlive(copies[0].Child)));
            var (refused, problem) = await AskedDoctor.FixAsync(one.Admin, "P203", target, token: plan.GetProperty("token").GetString());
            Assert.Equal((409, "target_changed"), (refused, problem.GetProperty("code").GetString()));
            Assert.All(copies.Skip(1), c => Assert.True(IsAlive(c.Child)));
            // Shown anew, and done.
            using var person = await AskedDoctor.AsAsync(one.Ziggie, "operator");
            (_, plan) = await AskedDoctor.FixAsync(person, "P203", target, dryRun: true);
            var (done, mended) = await AskedDoctor.FixAsync(person, "P203", target, token: plan.GetProperty("token").GetString());
            Assert.True(done == 200, mended.ToString());
            Assert.Equal((true, true), (mended.GetProperty("done").GetBoolean(), mended.GetProperty("verified").GetBoolean()));
            Assert.All(copies, c => Assert.False(IsAlive(c.Child)));
            Assert.True(IsAlive(publisher.Pid));
            var audit = await one.Admin.GetFromJsonAsync<JsonElement>("/api/audit?action=doctor.fix", Cancel);
            Assert.Contains(audit.GetProperty("items").EnumerateArray(), i => i.ToString().Contains("a-operator", StringComparison.Ordinal) && i.ToString().Contains($"P203 {target}", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var copy in copies) copy.Dispose();
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_servers_on_one_address_and_one_that_hides_another()
    {
        using var twin = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        using var other = await PerlServer.StartAsync("127.0.0.1", twin.Port, Cancel);
        using var all = await PerlServer.StartAsync("0.0.0.0", 0, Cancel);
        using var hides = await PerlServer.StartAsync("127.0.0.1", all.Port, Cancel);
        await AskedDoctor.AddAsync(one.Admin, "twins", "ollama", $"http://127.0.0.1:{twin.Port}");
        await AskedDoctor.AddAsync(one.Admin, "hidden", "ollama", $"http://127.0.0.1:{all.Port}");

        var report = await AskedDoctor.RunAsync(one.Admin);

        Assert.Equal(("P201", "P202"), (AskedDoctor.Told(report, "backend:twins"), AskedDoctor.Told(report, "backend:hidden")));
        var twins = AskedDoctor.RootOf(report, "backend:twins");
        // Both could be meant, so nobody is ended.
        Assert.False(twins.GetProperty("canFix").GetBoolean());
        Assert.Equal(409, (await AskedDoctor.FixAsync(one.Admin, "P201", $"port:tcp/{twin.Port}", dryRun: true)).Status);
    }

    /// <summary>One that has ended and was not yet seen to by its parent counts as ended.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
