using System.Buffers;
using System.Text;

namespace Ziggie.Wire.Json;

/// <summary>A stream's frame that is the same each time but for one JSON string in its middle; encoded once, then written without allocating.</summary>
internal sealed class ChunkTemplate(string before, string after)
{
    private const int LongText = 1024;

    private readonly byte[] _before = Encoding.UTF8.GetBytes(before);
    private readonly byte[] _after = Encoding.UTF8.GetBytes(after);

    /// <param name="utf8">The text, whole characters, not escaped yet.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongText)
        {
            output.Write(_before);
            output.WriteEscaped(utf8);
            output.Write(_after);
            return;
        }
        var span = output.GetSpan(_before.Length + utf8.Length * 6 + _after.Length);
        _before.CopyTo(span);
        var length = _before.Length;
        length += JsonOutput.Escape(utf8, span[length..]);
        _after.CopyTo(span[length..]);
        output.Advance(length + _after.Length);
    }
}
