using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>Asks a server again and again until it answers 200, with so little effort that a start is not slowed down by it.</summary>
internal static class Health
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Returns when it did; a process that ends instead is told with its last words.</summary>
    public static async Task AwaitAsync(Child child, int port, string path, CancellationToken cancel)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        var start = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(port, request, cancel))
        {
            if (child.HasExited) throw new BenchmarkException($"the server on port {port} ended: {await child.LastWordsAsync()}");
            if (Stopwatch.GetElapsedTime(start) > s_patience) throw new BenchmarkException($"http://127.0.0.1:{port}{path} did not answer 200 within {s_patience.TotalSeconds} s");
            await Task.Delay(s_pause, TimeProvider.System, cancel);
        }
    }

    private static async Task<bool> AnswersAsync(int port, byte[] request, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var answer = new byte[64];
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            await socket.SendAsync(request, cancel);
            var length = await socket.ReceiveAsync(answer, cancel);
            return answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
