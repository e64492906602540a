using System.Diagnostics;
using System.Globalization;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>A server in a process of its own that may share its address; it answers every connection with its process id. Ends with the test, and by itself after two minutes.</summary>
internal sealed class PerlServer : IDisposable
{
    private const string Script = """
        use Socket; $^F = 255; $| = 1; alarm 120;
        my ($address, $port, $fork, $name) = @ARGV;
        $0 = eval "\"$name\"" if length $name;
        socket(S, PF_INET, SOCK_STREAM, 0) && setsockopt(S, SOL_SOCKET, 15, pack("l", 1)) && bind(S, sockaddr_in($port, inet_aton($address))) && listen(S, 64) or die "$!";
        my ($bound) = sockaddr_in(getsockname(S));
        my $parent = $$;
        my $child = $fork ? fork : 0;
        if ($parent == $$) {
          print "$bound $child\n";
          if ($fork) { <STDIN>; exit 0; }
        } else {
          alarm 120;
        }
        while (accept(C, S)) { syswrite(C, "$$\n"); close(C); }
        """;

    private readonly Process _process;

    private PerlServer(Process process, int port, int child) => (_process, Port, Child) = (process, port, child);

    public int Port { get; }
    public int Pid => _process.Id;

    /// <summary>Has the socket from this process; 0 where there is none.</summary>
    public int Child { get; }

    /// <param name="name">What it calls itself, escapes and all; empty: its program's name.</param>
    public static async Task<PerlServer> StartAsync(string address, int port, CancellationToken cancel, bool forks = false, string name = "", params string[] before)
    {
        string[] words = [.. before, "perl", "-e", Script, address, port.ToString(CultureInfo.InvariantCulture), forks ? "1" : "", name];
        var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var line = await process.StandardOutput.ReadLineAsync(cancel);
        Assert.NotNull(line);
        var numbers = line.Split(' ').Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToList();
        return new PerlServer(process, numbers[0], numbers[1]);
    }

    /// <summary>Ends the process that opened the socket, not its child.</summary>
    public async Task EndParentAsync(CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync(cancel);
        await _process.WaitForExitAsync(cancel);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        if (Child == 0) return;
        try
        {
            using var child = Process.GetProcessById(Child);
            child.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }
}
