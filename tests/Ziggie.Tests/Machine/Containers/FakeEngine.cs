using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Tests.Machine.Containers;

/// <summary>Listens at a Unix socket as an engine does, and answers each path as it is told to.</summary>
internal sealed class FakeEngine : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _loop;

    public FakeEngine(string path)
    {
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _loop = AcceptAsync();
        Answers["/version"] = """{"Version":"27.1","ApiVersion":"1.46","Components":[{"Name":"Engine"}]}""";
        Answers["/containers/json?all=true"] = "[]";
    }

    /// <summary>Bodies by path; one that begins with a digit is a status and a body; one that is null is never answered.</summary>
    public ConcurrentDictionary<string, string?> Answers { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptAsync(_over.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        var over = _over.Token;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            while (await reader.ReadLineAsync(over) is { } line)
            {
                var path = line.Split(' ')[1];
                while (await reader.ReadLineAsync(over) is { Length: > 0 })
                {
                }
                Asked.Enqueue(path);
                var answer = Answers.GetValueOrDefault(path, """404 {"message":"no such container"}""");
                if (answer is null) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over);
                var status = char.IsAsciiDigit(answer![0]) ? answer[..3] : "200";
                var body = Encoding.UTF8.GetBytes(char.IsAsciiDigit(answer[0]) ? answer[4..] : answer);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n"), over);
                await stream.WriteAsync(body, over);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}
