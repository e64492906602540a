using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void Reads_both_versions_with_every_type_of_value(uint version)
    {
        var bytes = new GgufBuilder { Version = version }
            .Add("u8", byte.MaxValue).Add("i8", sbyte.MinValue).Add("u16", ushort.MaxValue).Add("i16", short.MinValue)
            .Add("u32", uint.MaxValue).Add("i32", int.MinValue).Add("u64", 7UL).Add("i64", long.MinValue)
            .Add("f32", 1.5f).Add("f64", -2.25).Add("yes", true).Add("no", false).Add("text", "Grüße, 世界")
            .Add("list", new[] { 3, -4 }).Add("texts", new[] { "a", "" }).Add("flags", new[] { true, false })
            .Build();
        var file = ModelFolder.Read(bytes);
        Assert.Equal((int)version, file.Version);
        Assert.Equal(
            ["255", "-128", "65535", "-32768", "4294967295", "-2147483648", "7", "-9223372036854775808", "1.5", "-2.25", "true", "false", "Grüße, 世界", "[3, -4]", "[a, ]", "[true, false]"],
            file.Metadata.Values.Select(v => v.ToString()));
        Assert.Equal(uint.MaxValue, file.Metadata["u32"].Integer);
        Assert.Equal(-2.25, file.Metadata["f64"].Number);
        Assert.Null(file.Metadata["f64"].Integer);
        Assert.Null(file.Metadata["text"].Number);
        Assert.Equal(bytes.Length, file.Size);
    }

    [Fact]
    public void A_number_too_large_to_count_with_is_still_a_number()
    {
        var value = ModelFolder.Read(new GgufBuilder().Add("huge", ulong.MaxValue).Build()).Metadata["huge"];
        Assert.Null(value.Integer);
        Assert.Equal(ulong.MaxValue, value.Number);
    }

    [Theory]
    [InlineData(32u)]
    [InlineData(64u)]
    public void Tensors_lie_where_they_say(uint alignment)
    {
        var bytes = new GgufBuilder { Alignment = alignment }
            .Tensor("a", GgufTensorType.F32, [1, 2, 3], 3)
            .Tensor("b", GgufTensorType.F16, [4, 5, 6, 7], 2, 2)
            .Zeros("c", GgufTensorType.Q4_K, 256, 3)
            .Build();
        var file = ModelFolder.Read(bytes);
        Assert.Equal(0, file.DataOffset % alignment);
        Assert.Equal(["a", "b", "c"], file.Tensors.Select(t => t.Name));
        Assert.Equal([12L, 8, 3 * 144], file.Tensors.Select(t => t.Bytes));
        Assert.Equal([3L, 4, 768], file.Tensors.Select(t => t.Elements));
        Assert.Equal([file.DataOffset, file.DataOffset + alignment, file.DataOffset + 2 * alignment], file.Tensors.Select(t => t.Offset));
        Assert.Equal(2f, BitConverter.ToSingle(bytes, (int)file.Tensors[0].Offset + 4));
        Assert.Equal((Half)4, BitConverter.ToHalf(bytes, (int)file.Tensors[1].Offset));
    }

    [Fact]
    public void Long_lists_and_texts_are_passed_over_but_known()
    {
        var file = ModelFolder.Read(new GgufBuilder()
            .Add("vocabulary", Enumerable.Range(0, 5_000).Select(i => $"piece {i}").ToArray())
            .Add("scores", new float[5_000])
            .Add("tokenizer", new string('x', 2 << 20))
            .Add("after", "here")
            .Build());
        var vocabulary = file.Metadata["vocabulary"].Array!;
        Assert.Equal((GgufValueType.String, 5_000L, 0), (vocabulary.ElementType, vocabulary.Count, vocabulary.Kept.Count));
        Assert.Equal("[5000 × f32]", file.Metadata["scores"].ToString());
        Assert.Null(file.Metadata["tokenizer"].Text);
        Assert.Equal("here", file.Metadata["after"].Text);
    }

    [Fact]
    public void A_text_longer_than_the_buffer_is_kept_whole()
    {
        var template = string.Concat(Enumerable.Range(0, 60_000).Select(i => (char)('a' + i % 26) + "ü"));
        Assert.Equal(template, ModelFolder.Read(new GgufBuilder().Add("template", template).Build()).Metadata["template"].Text);
    }

    [Fact]
    public void A_file_is_read_by_its_path_even_through_a_link()
    {
        var path = GgufBuilder.TinyLlama(_folder["real.gguf"]);
        File.CreateSymbolicLink(_folder["link.gguf"], path);
        Assert.Equal(new FileInfo(path).Length, ModelFolder.Read(_folder["link.gguf"]).Size);
    }

    [Fact]
    public void Reading_takes_little_memory_however_large_the_file_is()
    {
        var bytes = new GgufBuilder().Add("vocabulary", Enumerable.Range(0, 200_000).Select(i => $"piece {i}").ToArray()).Build();
        ModelFolder.Read(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ModelFolder.Read(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        using var stream = new MemoryStream(new GgufBuilder().Add("vocabulary", new float[100_000]).Build());
        Assert.Throws<OperationCanceledException>(() => GgufFile.Read(stream, "model.gguf", new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("stories260k-F32.gguf", 512L, 48)]
    [InlineData("stories260k-pad192-Q8_0.gguf", 512L, 48)]
    [InlineData("baby105-Q4_0.gguf", 105L, 48)]
    public void Reads_models_that_others_made(string name, long vocabulary, int tensors)
    {
        if (SharedModels.File(name) is not { } path) (path, vocabulary, tensors) = (GgufBuilder.TinyLlama(_folder["tiny.gguf"]), new TinyVocabulary().Pieces.Count, 21);
        var file = ModelFolder.Read(path);
        Assert.Equal("llama", file.Metadata["general.architecture"].Text);
        Assert.Equal(vocabulary, file.Metadata["tokenizer.ggml.tokens"].Array!.Count);
        Assert.Equal(tensors, file.Tensors.Count);
        var last = file.Tensors[^1];
        Assert.InRange(file.Size - last.Offset - last.Bytes, 0, 31);
    }}
