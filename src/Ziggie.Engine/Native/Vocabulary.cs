using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Ziggie.Engine.Native;

/// <summary>A model's tokens: text to ids and back. Safe from any thread while its model lives.</summary>
internal sealed unsafe class Vocabulary
{
    private readonly nint _vocabulary;
    private IReadOnlyList<int>? _endTokens;

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
        _knownBytes = KnownBytes();
    }

    /// <summary>Bytes that can be told to the model one by one; null: every byte.</summary>
    private readonly bool[]? _knownBytes;

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

    /// <summary>All tokens that end a generation; looked for when first wanted.</summary>
    public IReadOnlyList<int> EndTokens => _endTokens ??= [.. Enumerable.Range(0, Size).Where(EndsGeneration)];

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
            Refuse(text);
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

    /// <summary>A single token of this very text; -1 where there is none.</summary>
    public int Find(string text)
    {
        try
        {
            return Tokenize(text, special: false, parseSpecial: true) is [var token] ? token : -1;
        }
        catch (EngineException)
        {
            return -1;
        }
    }

    /// <summary>
    /// llama.cpp ends the whole process where a text has a character that a vocabulary of whole characters does not know: what it would
    /// stumble over is refused here.
    /// </summary>
    private void Refuse(string text)
    {
        if (_knownBytes is null) return;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                if (!_knownBytes[value]) throw new EngineException("unknown_character", $"This model knows no character \"{rune}\": its vocabulary has {Size} tokens and no others. Leave it out, or choose another model.") { Kind = Wire.ErrorKind.BadRequest };
        }
    }

    private bool[]? KnownBytes()
    {
        const int SentencePiece = 1;
        const int ByteAttribute = 1 << 5;
        if (Llama.VocabularyType(_vocabulary) != SentencePiece) return null;
        var known = new bool[256];
        var bytes = 0;
        for (var token = 0; token < Size; token++)
            if ((Llama.TokenAttributes(_vocabulary, token) & ByteAttribute) != 0) bytes++;
        if (bytes >= 256) return null;
        for (var token = 0; token < Size; token++)
        {
            var text = TextOf(token);
            if (text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && byte.TryParse(text.AsSpan(3, 2), System.Globalization.NumberStyles.HexNumber, null, out var value)) known[value] = true;
            else if (text is [var single] && single < 128) known[single] = true;
            // A space is written as this mark.
            else if (text == "\u2581") known[' '] = true;
        }
        return known;
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
