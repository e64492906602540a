using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Ziggie.Benchmarks.Macro.Llama;

/// <summary>Asks one server for streams of tokens, in OpenAI's API, with as little work of its own as can be: the model's threads need the cores.</summary>
internal sealed record Completion(int Port, string Key, string Model)
{
    /// <summary>As GBNF; null: the model is free.</summary>
    public string? Grammar { get; init; }

    private const int KeptEnd = 4096;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(200);

    /// <summary>Reads one stream, on a thread of its own.</summary>
    /// <param name="enough">Leaves before the end; what has come is the result.</param>
    public Task<Told> AskAsync(string prompt, int tokens, CancellationToken cancel, CancellationToken enough = default) =>
        Task.Factory.StartNew(() => Ask(prompt, tokens, cancel, enough), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Told Ask(string prompt, int tokens, CancellationToken cancel, CancellationToken enough)
    {
        var body = JsonSerializer.Serialize(new { model = Model, prompt, max_tokens = tokens, temperature = 0, ignore_eos = true, grammar = Grammar, stream = true, stream_options = new { include_usage = true } });
        var head = string.Create(CultureInfo.InvariantCulture, $"POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAuthorization: Bearer {Key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)s_patience.TotalMilliseconds };
        using var stop = cancel.Register(socket.Dispose);
        using var leave = enough.Register(() => socket.Shutdown(SocketShutdown.Both));
        socket.Connect(IPAddress.Loopback, Port);
        var told = new Told(Stopwatch.GetTimestamp());
        socket.Send(Encoding.UTF8.GetBytes(head + body));
        var buffer = new byte[64 << 10];
        var length = 0;
        while (!told.Take(buffer.AsSpan(0, length)))
        {
            if (length > buffer.Length / 2)
            {
                // Only the end is looked at again.
                buffer.AsSpan(length - KeptEnd, KeptEnd).CopyTo(buffer);
                length = KeptEnd;
            }
            var count = socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
            if (count == 0 && enough.IsCancellationRequested) return told;
            if (count == 0) throw new BenchmarkException($"the stream ended early: {Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 600))}");
            told.Came(buffer.AsSpan(length, count));
            length += count;
        }
        return told;
    }
}
