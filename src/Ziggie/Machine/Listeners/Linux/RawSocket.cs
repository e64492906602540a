using System.Buffers.Binary;
using System.Net;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>A listener as the kernel gives it, without anything on the heap.</summary>
/// <param name="High">The first half of the address, as sent over the wire; 0 for IPv4.</param>
/// <param name="Low">The second half; for IPv4 the address itself.</param>
/// <param name="Namespace">0 is Ziggie's own.</param>
internal readonly record struct RawSocket(IpProtocol Protocol, bool IsV6, ulong High, ulong Low, int Port, bool? V6Only, long Inode, int UserId, long Namespace)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>An IPv4 address that an IPv6 socket is bound to is given as what it is.</summary>
    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        var isV4 = !IsV6 || (High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix);
        return new IPAddress(isV4 ? bytes[12..] : bytes);
    }
}
