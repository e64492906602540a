using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>Waits for many sockets on one thread: what the load costs must not hide what is measured.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private const int Most = 256;

    // Packed on x64 alone.
    private static readonly bool s_packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int s_size = s_packed ? 12 : 16;
    private static readonly int s_token = s_packed ? 4 : 8;

    private readonly int _handle = Create(0);
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(Most * 16);
    private readonly int[] _tokens = new int[Most];

    /// <param name="token">Handed back by <see cref="Wait"/> when the socket has something. Closing the socket takes it out.</param>
    public void Watch(Socket socket, int token)
    {
        var entry = stackalloc byte[16];
        Unsafe.WriteUnaligned(entry, Readable);
        Unsafe.WriteUnaligned(entry + s_token, (long)token);
        if (Control(_handle, Add, (int)socket.Handle, entry) != 0) throw new BenchmarkException($"epoll_ctl: error {Marshal.GetLastPInvokeError()}");
    }

    public ReadOnlySpan<int> Wait(int milliseconds)
    {
        var count = Math.Max(0, WaitFor(_handle, _events, Most, milliseconds));
        for (var i = 0; i < count; i++) _tokens[i] = Unsafe.ReadUnaligned<int>(_events + i * s_size + s_token);
        return _tokens.AsSpan(0, count);
    }

    public void Dispose()
    {
        _ = Close(_handle);
        NativeMemory.Free(_events);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int handle, int operation, int socket, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int WaitFor(int handle, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
