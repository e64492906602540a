using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

/// <summary>A model split into several files.</summary>
public sealed class GgufPartsTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_part_brings_the_others()
    {
        SaveParts(3);
        var file = ModelFolder.Read(Part(1, 3));
        Assert.Equal(["t0", "t1", "t2"], file.Tensors.Select(t => t.Name));
        Assert.Equal([0, 1, 2], file.Tensors.Select(t => t.Part));
        Assert.Equal([Part(1, 3), Part(2, 3), Part(3, 3)], file.Parts.Select(p => p.Path));
        Assert.Equal(file.Parts.Sum(p => new FileInfo(p.Path).Length), file.Size);
    }

    [Fact]
    public void Missing_parts_are_named()
    {
        SaveParts(9);
        foreach (var part in (int[])[2, 3, 4, 5, 6, 7]) File.Delete(Part(part, 9));
        var error = Refusal(Part(1, 9));
        Assert.Equal(GgufFault.MissingPart, error.Fault);
        Assert.Contains("big-00002-of-00009.gguf, big-00003-of-00009.gguf, big-00004-of-00009.gguf, big-00005-of-00009.gguf, big-00006-of-00009.gguf and 1 more are missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_part_names_the_first()
    {
        SaveParts(2);
        Assert.Contains("Open the first one, big-00001-of-00002.gguf", Refusal(Part(2, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_part_is_told_apart()
    {
        SaveParts(2);
        File.Move(Part(1, 2), _folder["renamed.gguf"]);
        Assert.Contains("its name does not say so", Refusal(_folder["renamed.gguf"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_two_models_do_not_join()
    {
        SaveParts(2);
        Save(2, 2, number: 0, tensor: "t1");
        Assert.Contains("does not say that it is part 2 of 2", Refusal(Part(1, 2)).Message, StringComparison.Ordinal);
        Save(2, 2, number: 1, tensor: "t0");
        Assert.Contains("has the tensor 't0', which an earlier part has too", Refusal(Part(1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_with_too_few_tensors_is_noticed()
    {
        SaveParts(2);
        new GgufBuilder().Add("split.no", (ushort)1).Add("split.count", (ushort)2).Save(Part(2, 2));
        Assert.Contains("have 1 tensors, where 2 belong together", Refusal(Part(1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_cut_short_is_named()
    {
        SaveParts(2);
        File.WriteAllBytes(Part(2, 2), File.ReadAllBytes(Part(2, 2))[..^40]);
        var error = Refusal(Part(1, 2));
        Assert.Equal(GgufFault.Truncated, error.Fault);
        Assert.StartsWith("big-00002-of-00002.gguf is not whole", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absurd_counts_are_refused()
    {
        new GgufBuilder().Add("split.no", 0u).Add("split.count", uint.MaxValue).Save(Part(1, 2));
        Assert.Equal(GgufFault.TooLarge, Refusal(Part(1, 2)).Fault);
    }

    [Theory]
    [InlineData("big-00001-of-00003.gguf", "big", 1, 3)]
    [InlineData("a-00001-of-00001-00002-of-00002.gguf", "a-00001-of-00001", 2, 2)]
    [InlineData("big-00004-of-00003.gguf", null, 0, 0)]
    [InlineData("big-00000-of-00003.gguf", null, 0, 0)]
    [InlineData("big-1-of-3.gguf", null, 0, 0)]
    [InlineData("-00001-of-00003.gguf", null, 0, 0)]
    [InlineData("big.gguf", null, 0, 0)]
    public void Names_of_parts(string name, string? stem, int number, int count) =>
        Assert.Equal(stem is null ? null : (stem, number, count), GgufParts.Split(name));

    private string Part(int number, int count) => _folder[GgufParts.NameOf("big", number, count)];

    private void SaveParts(int count)
    {
        for (var i = 0; i < count; i++) Save(i + 1, count, (ushort)i, $"t{i}");
    }

    private void Save(int part, int count, ushort number, string tensor)
    {
        var file = new GgufBuilder().Add("split.no", number).Add("split.count", (ushort)count).Add("split.tensors.count", count);
        if (number == 0) file.Add("general.architecture", "llama");
        file.Tensor(tensor, GgufTensorType.F32, new float[64], 64).Save(Part(part, count));
    }

    private static GgufException Refusal(string path) => Assert.Throws<GgufException>(() => ModelFolder.Read(path));
}
