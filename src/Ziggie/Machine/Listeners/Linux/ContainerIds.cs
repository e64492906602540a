using System.Buffers;
using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>Finds the container of a process in its control groups.</summary>
internal static class ContainerIds
{
    private const int Length = 64;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The innermost id; engines write it as <c>/docker/ID</c>, <c>docker-ID.scope</c>, <c>libpod-ID.scope</c>, <c>cri-containerd-ID.scope</c> and below Kubernetes' pods.</summary>
    public static string? Find(ReadOnlySpan<byte> groups)
    {
        string? found = null;
        for (var at = 0; at + Length <= groups.Length;)
        {
            var run = HexRun(groups[at..]);
            if (run == Length) found = Encoding.ASCII.GetString(groups.Slice(at, Length));
            at += Math.Max(1, run);
        }
        return found ?? Named(groups);
    }

    private static int HexRun(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(s_hex);
        return end < 0 ? text.Length : end;
    }

    /// <summary>LXC and Incus call containers by name.</summary>
    private static string? Named(ReadOnlySpan<byte> groups)
    {
        var at = groups.IndexOf("/lxc.payload."u8);
        if (at < 0) return null;
        var name = groups[(at + "/lxc.payload."u8.Length)..];
        var end = name.IndexOfAny((byte)'/', (byte)'\n');
        return ProcText.Decode(end < 0 ? name : name[..end]);
    }
}
