using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Tests.Doctor.Support;

/// <summary>A server of this test that answers connections as wrongly as it is told.</summary>
internal sealed class BrokenServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private BrokenServer(IPAddress address, Func<NetworkStream, string, CancellationToken, Task> answer)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes connections and resets them.</summary>
    public static BrokenServer Resets() => new(IPAddress.Loopback, (stream, _, _) =>
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
        return Task.CompletedTask;
    });

    /// <summary>Takes connections and says nothing.</summary>
    public static BrokenServer Hangs() => new(IPAddress.Loopback, (_, _, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));

    /// <summary>Says this, and then no more, without an end.</summary>
    public static BrokenServer Begins(string head) => new(IPAddress.Loopback, async (stream, _, stop) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            await stream.WriteAsync(" "u8.ToArray(), stop);
        }
    });

    /// <summary>Says this and closes, whatever is asked.</summary>
    public static BrokenServer Says(string text) => new(IPAddress.Loopback, (stream, _, stop) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop).AsTask());

    /// <summary>Answers paths with what is given for them, else 404.</summary>
    /// <param name="answers">Path to status line, further head and body, as of <see cref="Reply"/>.</param>
    public static BrokenServer Serves(IReadOnlyDictionary<string, string> answers, IPAddress? address = null) => new(address ?? IPAddress.Loopback, async (stream, path, stop) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answers.GetValueOrDefault(path) ?? answers.GetValueOrDefault("*") ?? Reply("404 Not Found", "text/plain", "not found")), stop));

    public static string Reply(string status, string type, string body, string more = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{more}\r\n{body}";

    /// <summary>What an Ollama without models answers.</summary>
    public static IReadOnlyDictionary<string, string> Ollama { get; } = new Dictionary<string, string>
    {
        ["/"] = Reply("200 OK", "text/plain", "Ollama is running"),
        ["/api/version"] = Reply("200 OK", "application/json", """{"version":"0.9.0"}"""),
        ["/api/tags"] = Reply("200 OK", "application/json", """{"models":[]}"""),
        ["/api/ps"] = Reply("200 OK", "application/json", """{"models":[]}"""),
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, string, CancellationToken, Task> answer)
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _ = AnswerAsync(new NetworkStream(socket, ownsSocket: true), answer);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Func<NetworkStream, string, CancellationToken, Task> answer)
    {
        try
        {
            await using (stream)
            {
                var request = new byte[8192];
                var length = await stream.ReadAsync(request, _stop.Token);
                var words = Encoding.ASCII.GetString(request, 0, length).Split(' ');
                await answer(stream, words.Length > 1 ? words[1].Split('?')[0] : "", _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The caller has gone, or the test has ended.
        }
    }
}
