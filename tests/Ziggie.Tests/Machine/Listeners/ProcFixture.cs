using System.Globalization;
using System.Text;
using Ziggie.Machine.Listeners.Linux;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>A folder that stands in for /proc, with the sockets and processes of a machine that we lack.</summary>
internal sealed class ProcFixture : IDisposable
{
    private const string Title = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-proc-").FullName;
    private readonly Dictionary<string, StringBuilder> _tables = [];

    public ProcFixture()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "etc"));
        File.WriteAllText(Path.Combine(_folder, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\npostgres:x:112:120::/var/lib/postgresql:/bin/sh\nbroken\n");
        Write("stat", "cpu  1 2 3\nintr 5 0 0\nbtime 1700000000\nprocesses 7\n");
        Write("net/tcp", Title);
        Link("self/ns/net", "net:[1]");
        Reader = new LinuxListeners(LinuxPlaces.Fixture(_folder), Time);
    }

    public ManualTime Time { get; } = new();

    public LinuxListeners Reader { get; }

    /// <param name="table">Such as <c>net/tcp6</c>, or <c>9/net/tcp</c> for the network of process 9.</param>
    /// <param name="local">As the kernel prints it.</param>
    public ProcFixture Socket(string table, string local, long inode, int user = 0, string state = "0A", string remote = "00000000:0000")
    {
        if (local.Length > 20 && remote.Length < 20) remote = new string('0', 24) + remote;
        if (!_tables.TryGetValue(table, out var lines)) _tables[table] = lines = new StringBuilder(Title);
        lines.Append(CultureInfo.InvariantCulture, $"{lines.Length % 9999,4}: {local} {remote} {state} 00000000:00000000 00:00000000 00000000 {user,5}        0 {inode} 1 0000000000000000 100 0 0 10 0\n");
        Write(table, lines.ToString());
        return this;
    }

    public ProcFixture Process(int pid, string name, params long[] sockets) => Process(pid, 1, Encoding.UTF8.GetBytes(name), sockets);

    public ProcFixture Process(int pid, int parent, byte[] name, long[] sockets, string command = "", string cgroup = "0::/\n", int ticks = 500)
    {
        Write($"{pid}/stat", [.. Encoding.ASCII.GetBytes($"{pid} ("), .. name, .. Encoding.ASCII.GetBytes($") S {parent} {pid} {pid} 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 {ticks} 1000 1 18446744073709551615\n")]);
        Write($"{pid}/comm", [.. name, (byte)'\n']);
        Write($"{pid}/cmdline", command);
        Write($"{pid}/cgroup", cgroup);
        Write($"{pid}/status", $"Name:\tx\nUid:\t0\t112\t112\t112\n");
        Link($"{pid}/fd/0", "/dev/null");
        Link($"{pid}/fd/1", "pipe:[77]");
        for (var i = 0; i < sockets.Length; i++) Link($"{pid}/fd/{i + 3}", $"socket:[{sockets[i]}]");
        return this;
    }

    public void End(int pid) => Directory.Delete(InProc($"{pid}"), recursive: true);

    public void Remove(string path) => File.Delete(InProc(path));

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InProc(path))!);
        File.CreateSymbolicLink(InProc(path), target);
    }

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InProc(path))!);
        File.WriteAllBytes(InProc(path), bytes);
    }

    public string InProc(string path) => Path.Combine(_folder, "proc", path);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
