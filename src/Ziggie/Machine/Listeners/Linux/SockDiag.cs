using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>
/// Asks the kernel for the listeners of Ziggie's own network namespace (netlink, sock_diag): only these cross over, not every connection as in /proc/net,
/// and the v6-only flag comes with them.
/// </summary>
internal static class SockDiag
{
    private const int NetlinkFamily = 16, RawType = 3, SockDiagProtocol = 4;
    private const int SocketLevel = 1, ReceiveTimeout = 20;
    private const int ByFamily = 20, RequestDump = 0x301, Done = 3, Failed = 2;
    private const int HeaderLength = 16, RequestLength = 72, MessageLength = 72;
    private const int V4 = 2, V6 = 10, Tcp = 6, Udp = 17;
    private const int Listening = 1 << 10, Unconnected = 1 << 7;
    private const int V6OnlyAttribute = 11;

    /// <summary>Adds all listeners; false where the kernel does not answer that way, and then nothing is added.</summary>
    public static bool TryRead(List<RawSocket> into, int most)
    {
        var before = into.Count;
        var socket = SocketCalls.Socket(NetlinkFamily, RawType, SockDiagProtocol);
        if (socket < 0) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            Span<long> second = [1, 0];
            SocketCalls.SetOption(socket, SocketLevel, ReceiveTimeout, MemoryMarshal.AsBytes(second));
            if (Dump(socket, V4, Tcp, buffer, into, most) && Dump(socket, V6, Tcp, buffer, into, most) && Dump(socket, V4, Udp, buffer, into, most) && Dump(socket, V6, Udp, buffer, into, most)) return true;
            into.RemoveRange(before, into.Count - before);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            FileCalls.Close(socket);
        }
    }

    private static bool Dump(int socket, int family, int protocol, Span<byte> buffer, List<RawSocket> into, int most)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        MemoryMarshal.Write(request, RequestLength);
        MemoryMarshal.Write(request[4..], (short)ByFamily);
        MemoryMarshal.Write(request[6..], (short)RequestDump);
        request[16] = (byte)family;
        request[17] = (byte)protocol;
        MemoryMarshal.Write(request[20..], protocol == Tcp ? Listening : Unconnected);
        if (SocketCalls.Send(socket, request) != RequestLength) return false;
        while (true)
        {
            var length = SocketCalls.Receive(socket, buffer);
            if (length < HeaderLength) return false;
            for (var messages = buffer[..length]; messages.Length >= HeaderLength;)
            {
                var size = MemoryMarshal.Read<int>(messages);
                var kind = MemoryMarshal.Read<short>(messages[4..]);
                if (size < HeaderLength || size > messages.Length || kind == Failed) return false;
                if (kind == Done) return true;
                if (kind == ByFamily && into.Count < most && TryParse(messages[HeaderLength..size], protocol, out var found)) into.Add(found);
                messages = messages[Math.Min(messages.Length, (size + 3) & ~3)..];
            }
        }
    }

    /// <summary>
    /// Family, state, timer, retransmissions (a byte each); local and remote port, local and remote address (as on the wire), interface, cookie;
    /// then 32-bit numbers of which the last two are user and inode; then attributes.
    /// </summary>
    private static bool TryParse(ReadOnlySpan<byte> message, int protocol, out RawSocket socket)
    {
        socket = default;
        if (message.Length < MessageLength) return false;
        var isV6 = message[0] == V6;
        var port = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var inode = MemoryMarshal.Read<uint>(message[68..]);
        if (inode == 0 || BinaryPrimitives.ReadUInt16BigEndian(message[6..]) != 0) return false;
        var (high, low) = isV6
            ? (BinaryPrimitives.ReadUInt64BigEndian(message[8..]), BinaryPrimitives.ReadUInt64BigEndian(message[16..]))
            : (0UL, BinaryPrimitives.ReadUInt32BigEndian(message[8..]));
        socket = new RawSocket(
            protocol == Tcp ? IpProtocol.Tcp : IpProtocol.Udp, isV6, high, low, port, isV6 ? V6Only(message[MessageLength..]) : null, inode, (int)MemoryMarshal.Read<uint>(message[64..]), 0);
        return true;
    }

    private static bool? V6Only(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length > 4)
        {
            var length = MemoryMarshal.Read<ushort>(attributes);
            if (length < 4 || length > attributes.Length) return null;
            if (MemoryMarshal.Read<ushort>(attributes[2..]) == V6OnlyAttribute && length > 4) return attributes[4] != 0;
            attributes = attributes[Math.Min(attributes.Length, (length + 3) & ~3)..];
        }
        return null;
    }
}
