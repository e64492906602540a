using System.Globalization;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>Processes that do nothing, so that there are many; some of them listen. They are children of one small program and end with it.</summary>
internal static class Crowd
{
    /// <summary>Each child waits at a pipe that only its parent can write to, until that one is gone.</summary>
    private const string Script = """
        use Socket;
        my ($children, $listeners, $ready) = @ARGV;
        pipe(WAIT, HOLD); pipe(TOLD, TELL);
        for my $i (1 .. $children) {
          next if fork;
          close(HOLD); close(TOLD);
          if ($i <= $listeners) {
            socket(S, PF_INET, SOCK_STREAM, 0) && bind(S, sockaddr_in(0, INADDR_LOOPBACK)) && listen(S, 8) or die "$!";
          }
          syswrite(TELL, "x"); close(TELL);
          sysread(WAIT, my $none, 1);
          exit 0;
        }
        close(TELL); close(WAIT);
        my $told = 0;
        while ($told < $children) { my $n = sysread(TOLD, my $some, 4096); die "a child ended" unless $n; $told += $n; }
        open(my $file, '>', $ready); close($file);
        sleep 600;
        """;

    /// <param name="processes">How many there are to be on the machine at least.</param>
    /// <param name="listeners">How many of those that are made listen.</param>
    public static async Task MakeAsync(Rig rig, int processes, int listeners, CancellationToken cancel)
    {
        var children = Math.Max(listeners, processes - Count());
        var ready = Path.Combine(rig.Folder("crowd"), "ready");
        var parent = rig.Start("perl", "-e", Script, Number(children), Number(listeners), ready);
        while (!File.Exists(ready))
        {
            if (parent.HasExited) await parent.FinishAsync(cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        }
    }

    private static int Count() => Directory.EnumerateDirectories("/proc").Count(d => char.IsAsciiDigit(Path.GetFileName(d)[0]));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
