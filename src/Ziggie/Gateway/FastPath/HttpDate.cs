using System.Text;

namespace Ziggie.Gateway.FastPath;

/// <summary>The Date header, made once a second.</summary>
internal static class HttpDate
{
    private static Made s_last = new(0, []);

    public static ReadOnlySpan<byte> Line(DateTimeOffset now)
    {
        var second = now.UtcTicks / TimeSpan.TicksPerSecond;
        var last = Volatile.Read(ref s_last);
        if (last.Second != second) Volatile.Write(ref s_last, last = new Made(second, Encoding.ASCII.GetBytes($"Date: {now:r}\r\n")));
        return last.Line;
    }

    private sealed record Made(long Second, byte[] Line);
}
