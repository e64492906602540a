using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>
/// Has another .NET process collect its garbage, through its diagnostic port: a trace session that asks for the event
/// "collect the heap" and is closed again. What remains is what the process holds on to, not what it has not swept yet.
/// </summary>
internal static class FullCollection
{
    private const byte TraceCommands = 2;
    private const byte CollectTracing = 3;
    private const byte Answer = 0xff;
    private const byte Fine = 0;
    private const long CollectHeap = 0x800000;
    private const int Informational = 4;

    public static async Task AskAsync(int pid, CancellationToken cancel)
    {
        var path = Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{pid}-*-socket").FirstOrDefault()
            ?? throw new BenchmarkException($"process {pid} has no diagnostic port");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        await socket.SendAsync(Request(), cancel);

        // The answer to the request; refused, it is the last that comes.
        var bytes = new byte[64 << 10];
        await socket.ReceiveAsync(bytes, cancel);
        if (bytes[16] != Answer || bytes[17] != Fine) throw new BenchmarkException($"process {pid} does not collect its garbage when asked");

        // The collection is done when nothing follows for a while.
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            quiet.CancelAfter(TimeSpan.FromSeconds(2));
            try
            {
                if (await socket.ReceiveAsync(bytes, quiet.Token) == 0) return;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static byte[] Request()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload);
        writer.Write(1); // MB of buffer
        writer.Write(1); // the usual format
        writer.Write(false); // no list of methods at the end
        writer.Write(1); // one provider
        writer.Write(CollectHeap);
        writer.Write(Informational);
        Text("Microsoft-Windows-DotNETRuntime");
        writer.Write(0); // no filter
        var body = payload.ToArray();

        var request = new byte[20 + body.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(14), (ushort)request.Length);
        request[16] = TraceCommands;
        request[17] = CollectTracing;
        body.CopyTo(request, 20);
        return request;

        void Text(string text)
        {
            writer.Write(text.Length + 1);
            writer.Write(Encoding.Unicode.GetBytes(text + "\0"));
        }
    }
}
