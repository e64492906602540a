using System.Text;

namespace Ziggie.Engine.Gguf;

/// <summary>What a file is by its first bytes: GGUF, or something that people take for it.</summary>
internal static class GgufMagic
{
    private const string GetGguf = "Get the model as a GGUF file, or convert it with llama.cpp's convert_hf_to_gguf.py.";

    /// <summary>Longest beginning that is looked at.</summary>
    public const int Length = 16;

    private static readonly (byte[] Start, string What, string Mend)[] s_foreign =
    [
        ("lmgg"u8.ToArray(), "is a GGML file, the format of 2023 before GGUF", GetGguf),
        ("fmgg"u8.ToArray(), "is a GGMF file, a format of 2023 before GGUF", GetGguf),
        ("tjgg"u8.ToArray(), "is a GGJT file, a format of 2023 before GGUF", GetGguf),
        ("algg"u8.ToArray(), "is a GGLA file, an adapter in a format of 2023 before GGUF", GetGguf),
        ("PK\u0003\u0004"u8.ToArray(), "is a zip archive or a PyTorch checkpoint", GetGguf),
        ([0x80, 0x02], "is a Python pickle, an old PyTorch checkpoint", GetGguf),
        ([0x1f, 0x8b], "is compressed with gzip", "Unpack it first."),
        ([0x28, 0xb5, 0x2f, 0xfd], "is compressed with zstd", "Unpack it first."),
        ([0x89, 0x48, 0x44, 0x46], "is an HDF5 file, such as a Keras model", GetGguf),
        ("version https://"u8.ToArray(), "is a Git LFS pointer: a note that stands for the file", "Fetch the file itself with 'git lfs pull', or download it in the browser."),
        ("<!doctype"u8.ToArray(), "is a web page that was saved in place of the file", "Download the file itself; the site may want you to sign in."),
        ("<html"u8.ToArray(), "is a web page that was saved in place of the file", "Download the file itself; the site may want you to sign in."),
        ("{\""u8.ToArray(), "is JSON, perhaps an error that was saved in place of the file", "Download the file itself."),
        (new byte[Length], "begins with zeros: space was set aside for it, but its beginning was never written", "Let the download finish, or download it again."),
    ];

    /// <summary>Takes the magic, or says what the file is instead.</summary>
    public static void Check(GgufCursor cursor)
    {
        if (cursor.Length == 0) throw cursor.Fail(GgufFault.Truncated, "is empty", "Download it again.");
        var start = cursor.Peek((int)Math.Min(Length, cursor.Length), "its first bytes").ToArray();
        if (start.AsSpan().StartsWith("GGUF"u8))
        {
            cursor.Skip(4, "its first bytes");
            return;
        }
        if (start.AsSpan().StartsWith("FUGG"u8)) throw BigEndian(cursor);
        var lower = Array.ConvertAll(start, b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b);
        foreach (var (known, what, mend) in s_foreign)
            if (start.AsSpan().StartsWith(known) || lower.AsSpan().StartsWith(known)) throw cursor.Fail(GgufFault.NotGguf, what, mend, at: 0);
        if (start.Length > 8 && start[8] == '{') throw cursor.Fail(GgufFault.NotGguf, "is a safetensors file", GetGguf, at: 0);
        throw cursor.Fail(GgufFault.NotGguf, $"is no GGUF file: it begins with {Shown(start)}", "A GGUF file begins with the letters GGUF; get the right file.", at: 0);
    }

    public static GgufException BigEndian(GgufCursor cursor) => cursor.Fail(
        GgufFault.Unsupported, "is a big-endian GGUF file, made for machines such as IBM Z", "Get the usual, little-endian file, or convert it with gguf_convert_endian.py.", at: 0);

    private static string Shown(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, 4)];
        foreach (var b in start)
            if (b is < 0x20 or > 0x7e) return "the bytes " + Convert.ToHexStringLower(start);
        return $"\"{Encoding.ASCII.GetString(start)}\"";
    }
}
