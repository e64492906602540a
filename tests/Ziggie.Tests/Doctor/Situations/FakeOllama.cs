using System.Diagnostics;
using System.Globalization;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>
/// A process that looks like <c>ollama serve</c> and answers like one, in a folder of its own. Its variables say what is wrong with it: SKEW (seconds its clock is
/// ahead), FOREIGN (answers nobody but localhost), OPEN (files it holds open), VRAM (of a model of 4 GiB), FILLS (input tokens that it counts). Ends with the
/// test, and by itself after two minutes.
/// </summary>
internal sealed class FakeOllama : IDisposable
{
    private const string Script = """
        use strict; use IO::Socket::INET; use POSIX 'strftime'; alarm 120; $| = 1;
        my $port = $ENV{LISTENS};
        my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 64, ReuseAddr => 1) or die "no socket: $!";
        my @open; for (1 .. ($ENV{OPEN} || 0)) { open(my $f, '<', '/dev/null') or last; push @open, $f; }
        print $s->sockport, "\n";
        my $vram = $ENV{VRAM} // 4294967296; my $fills = $ENV{FILLS} // 12;
        my %get = (
          '/' => 'Ollama is running', '/api/version' => '{"version":"0.12.3"}',
          '/api/tags' => '{"models":[{"name":"llama3:8b","model":"llama3:8b","size":4294967296,"digest":"0123456789abcdef"}]}',
          '/api/ps' => qq({"models":[{"name":"llama3:8b","model":"llama3:8b","size":4294967296,"size_vram":$vram,"context_length":4096}]}));
        while (my $c = $s->accept) {
          my $line = <$c> // ''; my ($path) = $line =~ m{^\w+ (\S+)}; my ($host, $length) = ('', 0);
          while (defined(my $h = <$c>)) { last if $h =~ /^\r?\n$/; $host = $1 if $h =~ /^Host: *([^\r\n]*)/i; $length = $1 if $h =~ /^Content-Length: *(\d+)/i; }
          read($c, my $body, $length) if $length;
          my $said = $path eq '/api/chat' ? qq({"model":"llama3:8b","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"hi"},"done":true,"done_reason":"stop","prompt_eval_count":$fills,"eval_count":3}\n) : $get{$path};
          my $status = $ENV{FOREIGN} && $host !~ /^localhost/ ? '403 Forbidden' : defined $said ? '200 OK' : '404 Not Found';
          $said = '' unless $status =~ /^200/;
          my $type = $path eq '/' ? 'text/plain' : 'application/json';
          my $date = strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(time + ($ENV{SKEW} || 0)));
          print $c "HTTP/1.1 $status\r\nDate: $date\r\nContent-Type: $type\r\nContent-Length: ", length $said, "\r\nConnection: close\r\n\r\n$said";
          close $c;
        }
        """;

    private readonly Process _process;

    private FakeOllama(Process process, string folder, int port) => (_process, Folder, Port) = (process, folder, port);

    /// <summary>Its working directory.</summary>
    public string Folder { get; }
    public int Port { get; }
    public int Pid => _process.Id;
    public string Url => $"http://127.0.0.1:{Port}";

    /// <param name="name">What its program is called.</param>
    /// <param name="before">A command that starts it, e.g. as another user.</param>
    public static async Task<FakeOllama> StartAsync(CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, string name = "ollama", string[]? before = null)
    {
        var folder = Directory.CreateTempSubdirectory("ziggie-fake-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        File.Copy("/usr/bin/perl", Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(folder, "serve"), Script, cancel);
        string[] words = [.. before ?? [], Path.Combine(folder, name), "serve"];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var key in start.Environment.Keys.Where(k => k.StartsWith("OLLAMA", StringComparison.Ordinal)).ToList()) start.Environment.Remove(key);
        start.Environment["LISTENS"] = ZiggieProcess.FreePort().ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancel);
        return new FakeOllama(process, folder, int.Parse(Assert.IsType<string>(line), CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
