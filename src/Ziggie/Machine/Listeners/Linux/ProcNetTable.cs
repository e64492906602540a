using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>Reads net/tcp, net/tcp6, net/udp and net/udp6: one socket a line, addresses as 32-bit words in the machine's byte order.</summary>
internal static class ProcNetTable
{
    private const int Listening = 0x0A;
    private const int Unconnected = 0x07;

    /// <summary>Adds the listeners of a namespace. False where not even the IPv4 TCP table may be read.</summary>
    /// <param name="pid">A process of the namespace; 0 for Ziggie's own.</param>
    public static bool Read(ProcFiles files, int pid, long network, List<RawSocket> into, int most)
    {
        var read = Read(files, pid, "net/tcp"u8, IpProtocol.Tcp, false, network, into, most);
        Read(files, pid, "net/tcp6"u8, IpProtocol.Tcp, true, network, into, most);
        Read(files, pid, "net/udp"u8, IpProtocol.Udp, false, network, into, most);
        Read(files, pid, "net/udp6"u8, IpProtocol.Udp, true, network, into, most);
        return read;
    }

    /// <summary>One line; false for the title, for sockets that do not listen, and for what cannot be understood.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, IpProtocol protocol, bool isV6, long network, out RawSocket socket)
    {
        socket = default;
        var digits = isV6 ? 32 : 8;
        if (!Field(ref line, out _) || !Field(ref line, out var local) || !Field(ref line, out var remote) || !Field(ref line, out var state)) return false;
        if (local.Length != digits + 5 || local[digits] != ':' || remote.Length != digits + 5) return false;
        if (!Hex(state, out var status) || status != (protocol == IpProtocol.Tcp ? Listening : Unconnected)) return false;
        if (!Hex(local[(digits + 1)..], out var port) || !Hex(remote[(digits + 1)..], out var remotePort) || remotePort != 0) return false;
        if (!Address(local[..digits], out var high, out var low)) return false;
        for (var skipped = 0; skipped < 3; skipped++) if (!Field(ref line, out _)) return false;
        if (!Field(ref line, out var user) || !Utf8Parser.TryParse(user, out uint userId, out _)) return false;
        if (!Field(ref line, out _) || !Field(ref line, out var number) || !Utf8Parser.TryParse(number, out long inode, out _) || inode == 0) return false;
        socket = new RawSocket(protocol, isV6, high, low, (int)port, null, inode, (int)userId, network);
        return true;
    }

    private static bool Read(ProcFiles files, int pid, ReadOnlySpan<byte> name, IpProtocol protocol, bool isV6, long network, List<RawSocket> into, int most)
    {
        var file = files.Open(pid, name);
        if (file < 0) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            int held = 0, count;
            while ((count = FileCalls.Read(file, buffer.AsSpan(held))) > 0)
            {
                var text = buffer.AsSpan(0, held + count);
                int end;
                while ((end = text.IndexOf((byte)'\n')) >= 0)
                {
                    if (into.Count < most && TryParse(text[..end], protocol, isV6, network, out var socket)) into.Add(socket);
                    text = text[(end + 1)..];
                }
                // A line without an end is none of the kernel's.
                if (text.Length == buffer.Length) text = default;
                text.CopyTo(buffer);
                held = text.Length;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            FileCalls.Close(file);
        }
    }

    private static bool Field(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        line = line.TrimStart((byte)' ');
        var end = line.IndexOf((byte)' ');
        field = end < 0 ? line : line[..end];
        line = line[field.Length..];
        return field.Length > 0;
    }

    private static bool Hex(ReadOnlySpan<byte> digits, out uint value) =>
        Utf8Parser.TryParse(digits, out value, out var used, 'X') && used == digits.Length;

    private static bool Address(ReadOnlySpan<byte> digits, out ulong high, out ulong low)
    {
        high = low = 0;
        for (var at = 0; at < digits.Length; at += 8)
        {
            if (!Hex(digits.Slice(at, 8), out var word)) return false;
            if (BitConverter.IsLittleEndian) word = BinaryPrimitives.ReverseEndianness(word);
            high = (high << 32) | (low >> 32);
            low = (low << 32) | word;
        }
        return true;
    }
}
