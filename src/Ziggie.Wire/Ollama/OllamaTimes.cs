using System.Buffers;
using System.Buffers.Text;

namespace Ziggie.Wire.Ollama;

/// <summary>Times and numbers as bytes, without allocating: a stream has one time per chunk.</summary>
internal static class OllamaTimes
{
    private const int LongestTime = 33, LongestNumber = 20;

    /// <summary><c>2026-01-02T03:04:05.1234567Z</c>.</summary>
    public static void WriteTime(this IBufferWriter<byte> output, DateTimeOffset time)
    {
        Utf8Formatter.TryFormat(time.UtcDateTime, output.GetSpan(LongestTime), out var length, 'O');
        output.Advance(length);
    }

    public static void WriteNumber(this IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(LongestNumber), out var length);
        output.Advance(length);
    }

    public static long Nanoseconds(this TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
