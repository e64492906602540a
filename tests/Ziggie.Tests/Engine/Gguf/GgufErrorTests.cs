using System.Diagnostics;
using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

/// <summary>Each way in which a file can be wrong has a sentence of its own.</summary>
public sealed class GgufErrorTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, GgufFault, string> Foreign => new()
    {
        { "", "empty", GgufFault.Truncated, "is empty" },
        { "47", "one letter", GgufFault.NotGguf, "begins with \"G\"" },
        { "47475546000000030000000000000000", "big-endian", GgufFault.Unsupported, "big-endian" },
        { "46554747000000030000000000000000", "big-endian, swapped", GgufFault.Unsupported, "big-endian" },
        { "4747554601000000000000000000000000", "version 1", GgufFault.Unsupported, "version 1" },
        { "4747554600000000000000000000000000", "version 0", GgufFault.Damaged, "version 0" },
        { "4747554604000000000000000000000000", "version 4", GgufFault.Unsupported, "version 4; versions 2 and 3" },
        { "6c6d6767000000000000", "ggml", GgufFault.NotGguf, "is a GGML file" },
        { "666d6767000000000000", "ggmf", GgufFault.NotGguf, "is a GGMF file" },
        { "746a6767000000000000", "ggjt", GgufFault.NotGguf, "is a GGJT file" },
        { "616c6767000000000000", "ggla", GgufFault.NotGguf, "is a GGLA file" },
        { "504b0304140000000000", "zip", GgufFault.NotGguf, "PyTorch checkpoint" },
        { "80027d71", "pickle", GgufFault.NotGguf, "Python pickle" },
        { "1f8b0800", "gzip", GgufFault.NotGguf, "gzip" },
        { "28b52ffd", "zstd", GgufFault.NotGguf, "zstd" },
        { "8948444600000000", "hdf5", GgufFault.NotGguf, "HDF5" },
        { "ff020000000000007b22", "safetensors", GgufFault.NotGguf, "safetensors" },
        { "00000000000000000000000000000000000000", "zeros", GgufFault.NotGguf, "begins with zeros" },
        { "0102030405", "bytes", GgufFault.NotGguf, "the bytes 01020304" },
        { "3c21444f4354595045206874", "html", GgufFault.NotGguf, "web page" },
        { "3c68746d6c3e", "html", GgufFault.NotGguf, "web page" },
        { "7b226572726f7222", "json", GgufFault.NotGguf, "is JSON" },
        { "76657273696f6e2068747470733a2f2f6769742d6c6673", "lfs", GgufFault.NotGguf, "Git LFS pointer" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Says_what_a_foreign_file_is(string hex, string about, GgufFault fault, string says)
    {
        var error = Refusal(Convert.FromHexString(hex));
        Assert.True(error.Fault == fault && error.Message.Contains(says, StringComparison.Ordinal), $"{about}: {error.Fault}: {error.Message}");
    }

    public static TheoryData<string, GgufFault, string> Broken => new()
    {
        { "tensors beyond counting", GgufFault.TooLarge, "claims 18446744073709551615 tensors" },
        { "keys beyond counting", GgufFault.TooLarge, "claims 18446744073709551615 metadata entries" },
        { "more keys than bytes", GgufFault.Truncated, "ends within its metadata" },
        { "more tensors than bytes", GgufFault.Truncated, "ends within its list of tensors" },
        { "head cut", GgufFault.Truncated, "ends within the number of metadata entries" },
        { "empty key", GgufFault.Damaged, "a metadata key without a name" },
        { "key too long", GgufFault.Damaged, "a metadata key of 65536 bytes" },
        { "same key", GgufFault.Damaged, "the metadata key 'a' twice" },
        { "unknown type", GgufFault.Damaged, "gives 'a' the type 13" },
        { "nested list", GgufFault.Unsupported, "lists within the list 'a'" },
        { "unknown type in list", GgufFault.Damaged, "gives 'a' the type 99" },
        { "endless list", GgufFault.Truncated, "claims 18446744073709551615 elements in the list 'a'" },
        { "endless text", GgufFault.Truncated, "claims a text of 18446744073709551615 bytes" },
        { "endless text in a long list", GgufFault.Truncated, "claims a text of 9223372036854775807 bytes" },
        { "alignment of zero", GgufFault.Damaged, "general.alignment 0 (u32)" },
        { "alignment of 33", GgufFault.Damaged, "general.alignment 33 (u32)" },
        { "alignment in words", GgufFault.Damaged, "general.alignment 32 (string)" },
        { "nameless tensor", GgufFault.Damaged, "a tensor without a name" },
        { "long tensor name", GgufFault.Damaged, "a tensor of 64 bytes; 63 is the most" },
        { "same tensor", GgufFault.Damaged, "the tensor 't' twice" },
        { "five dimensions", GgufFault.Damaged, "'t' 5 dimensions" },
        { "negative dimension", GgufFault.Damaged, "'t' a size that no machine can count" },
        { "dimensions that overflow", GgufFault.Damaged, "'t' a size that no machine can count" },
        { "bytes that overflow", GgufFault.Damaged, "'t' a size that no machine can count" },
        { "weights that overflow", GgufFault.Damaged, "'t2' a size that no machine can count" },
        { "type given up", GgufFault.Unsupported, "as type 31, which llama.cpp has given up" },
        { "type not known", GgufFault.Unsupported, "as type 43, which is not known here" },
        { "half a block", GgufFault.Damaged, "33 elements in a row of the tensor 't', which Q8_0 stores in blocks of 32" },
        { "tensor out of place", GgufFault.Damaged, "places the tensor 't' at 32 of its weights, where 0" },
        { "weights missing", GgufFault.Truncated, "is not whole: 4090 of 4160 bytes are missing, first of the tensor 't'" },
        { "padding missing", GgufFault.Truncated, "is not whole" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Says_what_is_broken_and_where(string how, GgufFault fault, string says)
    {
        var error = Refusal(Bytes(how).ToArray());
        Assert.True(error.Fault == fault && error.Message.Contains(says, StringComparison.Ordinal), $"{error.Fault}: {error.Message}");
        Assert.StartsWith("model.gguf ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Offset);
        Assert.Contains($"(byte {error.Offset}).", error.Message, StringComparison.Ordinal);
    }

    private static GgufBytes Bytes(string how) => how switch
    {
        "tensors beyond counting" => GgufBytes.Head(tensors: ulong.MaxValue),
        "keys beyond counting" => GgufBytes.Head(keys: ulong.MaxValue),
        "more keys than bytes" => GgufBytes.Head(keys: 1_000),
        "more tensors than bytes" => GgufBytes.Head(tensors: 1_000),
        "head cut" => new GgufBytes().Raw("GGUF"u8).U32(3).U64(0).U32(0),
        "empty key" => GgufBytes.Head(keys: 1).Key("", "value"),
        "key too long" => GgufBytes.Head(keys: 1).Key(new string('k', 65_536), "value"),
        "same key" => GgufBytes.Head(keys: 2).Key("a", "value").Key("a", "other"),
        "unknown type" => GgufBytes.Head(keys: 1).Text("a").U32(13).U64(0),
        "nested list" => GgufBytes.Head(keys: 1).Text("a").U32(9).U32(9).U64(1).U32(4).U64(0),
        "unknown type in list" => GgufBytes.Head(keys: 1).Text("a").U32(9).U32(99).U64(1),
        "endless list" => GgufBytes.Head(keys: 1).Text("a").U32(9).U32(4).U64(ulong.MaxValue),
        "endless text" => GgufBytes.Head(keys: 1).Text("a").U32(8).U64(ulong.MaxValue),
        "endless text in a long list" => GgufBytes.Head(keys: 1).Text("a").U32(9).U32(8).U64(2_000).U64(long.MaxValue).Raw(new byte[16_000]),
        "alignment of zero" => GgufBytes.Head(keys: 1).Key("general.alignment", 0),
        "alignment of 33" => GgufBytes.Head(keys: 1).Key("general.alignment", 33),
        "alignment in words" => GgufBytes.Head(keys: 1).Key("general.alignment", "32"),
        "nameless tensor" => GgufBytes.Head(tensors: 1).Tensor("", 0, 0, 1),
        "long tensor name" => GgufBytes.Head(tensors: 1).Tensor(new string('t', 64), 0, 0, 1),
        "same tensor" => GgufBytes.Head(tensors: 2).Tensor("t", 0, 0, 1).Tensor("t", 0, 32, 1),
        "five dimensions" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, 1, 1, 1, 1, 1),
        "negative dimension" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, ulong.MaxValue),
        "dimensions that overflow" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, 1UL << 32, 1UL << 31),
        "bytes that overflow" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, 1UL << 62),
        "weights that overflow" => GgufBytes.Head(tensors: 2).Tensor("t", 0, 0, 1UL << 60).Tensor("t2", 0, 1UL << 62, 1UL << 60),
        "type given up" => GgufBytes.Head(tensors: 1).Tensor("t", 31, 0, 32),
        "type not known" => GgufBytes.Head(tensors: 1).Tensor("t", 43, 0, 32),
        "half a block" => GgufBytes.Head(tensors: 1).Tensor("t", 8, 0, 33),
        "tensor out of place" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 32, 1),
        "weights missing" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, 1_024).PadTo(32).Raw(new byte[6]),
        "padding missing" => GgufBytes.Head(tensors: 1).Tensor("t", 0, 0, 1),
        _ => throw new UnreachableException(how),
    };

    [Fact]
    public void A_message_shows_no_control_characters_of_the_file()
    {
        var error = Refusal(GgufBytes.Head(keys: 1).Text("a\u001b[31m\n" + new string('k', 500)).U32(77).ToArray());
        Assert.Contains("'a?[31m?k", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 0, 400);
    }

    [Fact]
    public void Many_texts_just_short_enough_to_keep_are_too_much_together()
    {
        var bytes = GgufBytes.Head(keys: 100);
        var text = new string('x', 1_000_000);
        for (var i = 0; i < 100; i++) bytes.Key($"k{i}", text);
        Assert.Equal(GgufFault.TooLarge, Refusal(bytes.ToArray()).Fault);
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_a_clear_error()
    {
        Directory.CreateDirectory(_folder["folder.gguf"]);
        foreach (var name in new[] { "nothing.gguf", "folder.gguf" })
        {
            var error = Assert.Throws<GgufException>(() => ModelFolder.Read(_folder[name]));
            Assert.Equal(GgufFault.Unreadable, error.Fault);
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipe_or_device_is_refused_without_waiting_for_it()
    {
        using (var made = Process.Start("mkfifo", _folder["pipe.gguf"])!) made.WaitForExit();
        File.CreateSymbolicLink(_folder["device.gguf"], "/dev/zero");
        foreach (var name in new[] { "pipe.gguf", "device.gguf" })
            Assert.Equal($"{name} is empty. Download it again.", Assert.Throws<GgufException>(() => ModelFolder.Read(_folder[name])).Message);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_an_error()
    {
        using var stream = new ShrinkingStream(new GgufBuilder().Add("text", new string('x', 1_000)).Build());
        Assert.Equal(GgufFault.Truncated, Assert.Throws<GgufException>(() => ModelFolder.Read(stream)).Fault);
    }

    private static GgufException Refusal(byte[] bytes) => Assert.Throws<GgufException>(() => ModelFolder.Read(bytes));

    /// <summary>Says it is as long as it was and has half of it.</summary>
    private sealed class ShrinkingStream(byte[] bytes) : MemoryStream(bytes[..(bytes.Length / 2)])
    {
        public override long Length => bytes.Length;
    }
}
