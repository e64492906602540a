using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ziggie.Tests.Doctor.Support;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Situations that take a network, a hosts file or a name server of their own; they need root.</summary>
public sealed class NetworkSituationsFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_machine_that_drops_what_comes_and_one_that_refuses()
    {
        var name = $"zt{Environment.ProcessId % 10_000}";
        if (!Run("ip", "netns", "add", name))
        {
            LeaveOut("this user may not make a network");
            return;
        }
        try
        {
            // The far end of a cable, and beside it somebody who never answers.
            Assert.True(Run("ip", "link", "add", name, "type", "veth", "peer", "name", "far", "netns", name));
            Assert.True(Run("ip", "addr", "add", "10.213.7.1/24", "dev", name) && Run("ip", "link", "set", name, "up"));
            Assert.True(Run("ip", "-n", name, "addr", "add", "10.213.7.2/24", "dev", "far") && Run("ip", "-n", name, "link", "set", "far", "up"));
            Assert.True(Run("ip", "neigh", "add", "10.213.7.77", "lladdr", "02:00:00:00:00:77", "dev", name));
            await using var ziggie = await ZiggieProcess.StartAsync("discovery: { enabled: false }\nbackends:\n  - { name: silent, type: ollama, url: \"http://10.213.7.77:11434\" }\n  - { name: refuses, type: ollama, url: \"http://10.213.7.2:11434\" }\n", Cancel);

            var report = await AskedDoctor.RunAsync(ziggie.Admin);

            Assert.Equal(("N108", "N101"), (AskedDoctor.Told(report, "backend:silent"), AskedDoctor.Told(report, "backend:refuses")));
            Assert.StartsWith("Connection: nobody takes or refuses a connection at 10.213.7.77:11434.", AskedDoctor.RootOf(report, "backend:silent").GetProperty("cause").GetString(), StringComparison.Ordinal);
            Assert.Contains("the machine refuses the connection", AskedDoctor.RootOf(report, "backend:refuses").GetProperty("cause").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            Run("ip", "link", "del", name);
            Run("ip", "netns", "del", name);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_name_server_that_does_not_answer_and_a_name_of_both_families()
    {
        using var silent = new UdpClient(AddressFamily.InterNetwork);
        if (!TryBind(silent) || !Run("unshare", "-m", "true"))
        {
            LeaveOut("this user may not answer at port 53 or have files of its own in place of the machine's");
            return;
        }
        await using var v4 = BrokenServer.Serves(BrokenServer.Ollama);
        await using var v6 = BrokenServer.Serves(BrokenServer.Ollama, IPAddress.IPv6Loopback);
        await using var ziggie = await ZiggieProcess.PrepareAsync($"""
            discovery: {"{"} enabled: false {"}"}
            backends:
              - name: unanswered
                type: ollama
                url: http://somewhere.example:11434
              - name: both
                type: ollama
                url: http://localhost:{v4.Port}
              - name: six
                type: ollama
                url: http://only6.test:{v4.Port}
              - name: four
                type: ollama
                url: http://only4.test:{v6.Port}
            """, Cancel);
        await File.WriteAllTextAsync(Path.Combine(ziggie.Folder, "hosts"), "127.0.0.1 localhost\n::1 localhost\n::1 only6.test\n127.0.0.1 only4.test\n", Cancel);
        await File.WriteAllTextAsync(Path.Combine(ziggie.Folder, "resolv.conf"), "nameserver 127.77.0.53\noptions timeout:5\n", Cancel);
        ziggie.Before = ["unshare", "-m", "sh", "-c", "mount --bind \"$0/hosts\" /etc/hosts && mount --bind \"$0/resolv.conf\" /etc/resolv.conf && exec \"$@\"", ziggie.Folder];
        await ziggie.StartAgainAsync(Cancel);

        var report = await AskedDoctor.RunAsync(ziggie.Admin);

        Assert.Equal(["N108", "N106", "N106", "N106"], ((string[])["unanswered", "both", "six", "four"]).Select(b => AskedDoctor.Told(report, $"backend:{b}")));
        Assert.StartsWith("Name: ", AskedDoctor.RootOf(report, "backend:unanswered").GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Equal(["warning", "problem", "problem"], ((string[])["both", "six", "four"]).Select(b => AskedDoctor.RootOf(report, $"backend:{b}").GetProperty("severity").GetString()));
    }

    private static bool TryBind(UdpClient client)
    {
        try
        {
            client.Client.Bind(new IPEndPoint(IPAddress.Parse("127.77.0.53"), 53));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void LeaveOut(string why) => TestContext.Current.AddWarning($"Left out: {why}.");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
