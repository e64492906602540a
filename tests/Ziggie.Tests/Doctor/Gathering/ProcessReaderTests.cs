using System.Diagnostics;
using System.Globalization;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Machine.Sampling;

namespace Ziggie.Tests.Doctor.Gathering;

/// <summary>Processes with odd names, half gone, or closed to this user.</summary>
public sealed class ProcessReaderTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    public static TheoryData<byte[], string> Names => new()
    {
        { "plain"u8.ToArray(), "plain" },
        { "two words"u8.ToArray(), "two words" },
        { "(sd-pam)"u8.ToArray(), "(sd-pam)" },
        { ") S 1 (x"u8.ToArray(), ") S 1 (x" },
        { "a\nb"u8.ToArray(), "a\nb" },
        { [0x61, 0xFF, 0xFE, 0x62], "a��b" },
        { [], "" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_may_hold_anything(byte[] name, string expected)
    {
        _machine.Process(42, name, start: 777, threads: 3);

        var process = new ProcessReader(_machine.Roots).Read(42)!;

        Assert.Equal((expected, 777L, 1, 3), (process.Name, process.Identity.StartTicks, process.ParentPid, process.Threads));
    }

    [Fact]
    public void What_is_not_told_is_null()
    {
        _machine.Process(42, "quiet");

        var process = new ProcessReader(_machine.Roots).Read(42)!;

        Assert.Equal((null, null, null, null, null), (process.Environment, process.OpenFiles, process.OpenFilesLimit, process.UserId, process.WorkingDirectory));
        Assert.Equal((null, "", 0, null), (process.Started, process.CommandLine, process.GroupIds.Count, process.ThreadBound));
        Assert.Same(ProcessFiles.None, process.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (cut")]
    [InlineData("42 (cut)")]
    [InlineData("42 (cut) ")]
    [InlineData("42 (cut) S 1 2 3")]
    [InlineData("42 (zombie) Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22")]
    [InlineData("42 (odd) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 soon 20 21 22")]
    public void What_is_half_written_or_over_is_nobody(string stat)
    {
        _machine.Proc("42/stat", stat);

        Assert.Null(new ProcessReader(_machine.Roots).Read(42));
        Assert.Null(new ProcessReader(_machine.Roots).Holder(42));
        Assert.Null(new ProcessReader(_machine.Roots).Read(43));
    }

    [Fact]
    public void All_that_there_is_is_read()
    {
        _machine.Process(42, "python3", start: 500)
            .Proc("stat", "cpu 1\nbtime 1700000000\n")
            .Proc("42/cmdline", "python3\0/srv/my app/main.py\0--port\018080\0")
            .Proc("42/environ", "A=b\0URL=http://x?a=b\0BROKEN\0=odd\0A=second\0")
            .Proc("42/status", "Name:\tpython3\nUid:\t1\t1000\t1\t1\nGid:\t1\t1001\t1\t1\nGroups:\t4 27 \n")
            .Proc("42/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 4096                 files     \n")
            .Proc("42/cgroup", "0::/system.slice/app.service\n")
            .Sys("fs/cgroup/system.slice/app.service/pids.max", "max\n")
            .Sys("fs/cgroup/system.slice/pids.max", "100\n")
            .Sys("fs/cgroup/system.slice/pids.current", "90\n")
            .Proc("42/fd/0", "").Proc("42/fd/1", "");

        var process = new ProcessReader(_machine.Roots).Read(42)!;

        Assert.Equal(["python3", "/srv/my app/main.py", "--port", "18080"], process.Arguments);
        Assert.Equal(("b", "http://x?a=b", 2), (process.Environment!["A"], process.Environment["URL"], process.Environment.Count));
        Assert.Equal((1000, 2, 1024L), (process.UserId, process.OpenFiles, process.OpenFilesLimit));
        Assert.Equal([1001, 4, 27], process.GroupIds);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_005), process.Started);
        Assert.Equal((90L, 100L), (process.ThreadBound!.Used, process.ThreadBound.Most));
    }

    [Fact(Timeout = 60_000)]
    public async Task Processes_may_end_while_they_are_read()
    {
        var cancel = TestContext.Current.CancellationToken;
        var reader = new ProcessReader(new MachineRoots());
        for (var i = 0; i < 20; i++)
        {
            using var process = Process.Start("true");
            while (reader.Read(process.Id) is { } seen) Assert.Equal(process.Id, seen.Pid);
            await process.WaitForExitAsync(cancel);
        }
    }

    [Fact]
    public void Every_process_of_this_machine_can_be_read()
    {
        var reader = new ProcessReader(new MachineRoots());
        var pids = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(n => int.Parse(n!, CultureInfo.InvariantCulture)).ToList();

        Assert.Contains(pids, pid => reader.Read(pid) is not null);
        var own = reader.Read(Environment.ProcessId)!;
        Assert.Equal((Environment.ProcessPath, Environment.CurrentDirectory), (own.Executable, own.WorkingDirectory));
        Assert.InRange(own.Started!.Value, TimeProvider.System.GetUtcNow().AddHours(-2), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }
}
