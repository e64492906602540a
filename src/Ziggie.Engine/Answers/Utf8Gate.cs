using System.Buffers;
using System.Text;

namespace Ziggie.Engine.Answers;

/// <summary>Lets only whole characters through: a token may end in the middle of one.</summary>
internal sealed class Utf8Gate
{
    private readonly byte[] _held = new byte[4];
    private int _count;

    /// <summary>Writes what is whole; the rest waits for the next token. Bytes that are no UTF-8 become U+FFFD.</summary>
    public void Take(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        while (_count > 0 && !piece.IsEmpty)
        {
            _held[_count++] = piece[0];
            piece = piece[1..];
            var status = Rune.DecodeFromUtf8(_held.AsSpan(0, _count), out var rune, out var used);
            if (status == OperationStatus.NeedMoreData) continue;
            Write(rune, output);
            // Bytes that turned out not to belong to a character are looked at again.
            var left = _held.AsSpan(used, _count - used).ToArray();
            _count = 0;
            Copy(left, output);
        }
        Copy(piece, output);
    }

    /// <summary>Nothing more comes: half a character becomes U+FFFD.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (_count > 0) Write(Rune.ReplacementChar, output);
        _count = 0;
    }

    private void Copy(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        while (!piece.IsEmpty)
        {
            var whole = Whole(piece);
            if (whole > 0)
            {
                output.Write(piece[..whole]);
                piece = piece[whole..];
                continue;
            }
            if (Rune.DecodeFromUtf8(piece, out _, out var used) == OperationStatus.NeedMoreData)
            {
                piece.CopyTo(_held);
                _count = piece.Length;
                return;
            }
            Write(Rune.ReplacementChar, output);
            piece = piece[used..];
        }
    }

    /// <summary>Length of the valid beginning.</summary>
    private static int Whole(ReadOnlySpan<byte> piece)
    {
        var length = 0;
        while (length < piece.Length && Rune.DecodeFromUtf8(piece[length..], out _, out var used) == OperationStatus.Done) length += used;
        return length;
    }

    private static void Write(Rune rune, IBufferWriter<byte> output) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
}
