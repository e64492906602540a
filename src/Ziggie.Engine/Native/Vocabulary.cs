using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Ziggie.Engine.Native;

/// <summary>A model's tokens: text to ids and back. Safe from any thread while its model lives.</summary>
internal sealed unsafe class Vocabulary
{
    private readonly nint _vocabulary;

    public Vocabulary(ModelHandle model)
    {
        _vocabulary = Llama.Vocabulary(model);
        Size = Llama.VocabularySize(_vocabulary);
        Begin = Llama.BeginOfSequence(_vocabulary);
        End = Llama.EndOfSequence(_vocabulary);
        AddsBegin = Llama.AddsBegin(_vocabulary);
        FillPrefix = Llama.FillPrefix(_vocabulary);
        FillSuffix = Llama.FillSuffix(_vocabulary);
        FillMiddle = Llama.FillMiddle(_vocabulary);
    }

    public nint Pointer => _vocabulary;
    public int Size { get; }

    /// <summary>The token that begins a text; -1 where there is none.</summary>
    public int Begin { get; }

    /// <summary>The token that ends a text; -1 where there is none.</summary>
    public int End { get; }
    public bool AddsBegin { get; }

    /// <summary>Tokens around a gap to fill; -1 where the model knows none.</summary>
    public int FillPrefix { get; }
    public int FillSuffix { get; }
    public int FillMiddle { get; }

    public bool EndsGeneration(int token) => Llama.IsEndOfGeneration(_vocabulary, token);

    public bool IsControl(int token) => Llama.IsControl(_vocabulary, token);

    /// <summary>A token as the file writes it; empty for none.</summary>
    public string TextOf(int token) => token < 0 || token >= Size ? "" : Llama.Text(Llama.TokenText(_vocabulary, token)) ?? "";

    /// <param name="special">Whether the model's begin and end tokens are put around it, as the file says.</param>
    /// <param name="parseSpecial">Whether control tokens written out in the text become those tokens.</param>
    public int[] Tokenize(string text, bool special, bool parseSpecial)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        try
        {
            var length = Encoding.UTF8.GetBytes(text, utf8);
            var tokens = new int[Math.Max(16, length / 2 + 8)];
            while (true)
            {
                int count;
                fixed (byte* from = utf8)
                fixed (int* to = tokens)
                    count = Llama.Tokenize(_vocabulary, from, length, to, tokens.Length, special, parseSpecial);
                if (count >= 0) return tokens.AsSpan(0, count).ToArray();
                if (count == int.MinValue) throw new EngineException("engine.tokenize", "The text is too long to be cut into tokens.") { Kind = Wire.ErrorKind.BadRequest };
                tokens = new int[-count];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>The bytes that a token stands for; they may be a part of a character.</summary>
    /// <param name="special">Whether a control token is written out; else it has no bytes.</param>
    /// <returns>How many bytes were written; negative: how many would be needed.</returns>
    public int Piece(int token, Span<byte> into, bool special)
    {
        fixed (byte* to = &MemoryMarshal.GetReference(into))
            return Llama.TokenToPiece(_vocabulary, token, to, into.Length, 0, special);
    }

    public byte[] Piece(int token, bool special)
    {
        Span<byte> bytes = stackalloc byte[256];
        var count = Piece(token, bytes, special);
        if (count >= 0) return bytes[..count].ToArray();
        var more = new byte[-count];
        return more.AsSpan(0, Math.Max(0, Piece(token, more, special))).ToArray();
    }
}
