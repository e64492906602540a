using System.Buffers.Binary;
using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

/// <summary>Whatever the bytes: a file or a <see cref="GgufException"/>, and never much memory.</summary>
public sealed class GgufFuzzTests
{
    private const int Rounds = 3_000;
    private const long MostAllocated = 8 << 20;

    private static readonly ulong[] s_hostile =
        [0, 1, 255, 65_535, 65_536, int.MaxValue, uint.MaxValue, 1UL << 32, 1UL << 40, long.MaxValue, 1UL << 63, ulong.MaxValue - 7, ulong.MaxValue];

    private readonly byte[] _model = GgufModel();

    [Fact]
    public void Cut_anywhere_it_says_so()
    {
        for (var length = 0; length < _model.Length; length += length < 9_000 ? 1 : 997)
        {
            var error = Try(_model.AsSpan(0, length).ToArray(), $"cut to {length}");
            Assert.True(error is { Fault: GgufFault.Truncated } || (length < 4 && error is { Fault: GgufFault.NotGguf }), $"cut to {length}: {error?.Message ?? "was taken"}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Flipped_bytes(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = (byte[])_model.Clone();
            for (var i = random.Next(1, 12); i > 0; i--) bytes[random.Next(HeadLength(random))] = (byte)random.Next(256);
            Try(bytes, $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Hostile_counts(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = (byte[])_model.Clone();
            var at = random.Next(4, HeadLength(random));
            var value = s_hostile[random.Next(s_hostile.Length)];
            if (random.Next(2) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
            else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)value);
            Try(bytes, $"seed {seed}, round {round}, {value} at {at}");
        }
    }

    [Theory]
    [InlineData(5)]
    public void Pieces_left_out_or_put_twice(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var at = random.Next(HeadLength(random));
            var length = random.Next(1, 64);
            byte[] bytes = random.Next(2) == 0
                ? [.. _model.AsSpan(0, at), .. _model.AsSpan(at + length)]
                : [.. _model.AsSpan(0, at + length), .. _model.AsSpan(at)];
            Try(bytes, $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(6)]
    public void Noise_behind_the_magic(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var noise = new byte[random.Next(256)];
            random.NextBytes(noise);
            Try(GgufBytes.Head(tensors: (ulong)random.Next(3), keys: (ulong)random.Next(5)).Raw(noise).ToArray(), $"seed {seed}, round {round}");
        }
    }

    /// <summary>What follows the parser sees the same bytes: what a file says of the model must not break anything either.</summary>
    private static GgufException? Try(byte[] bytes, string about)
    {
        using var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GgufException? refused = null;
        try
        {
            var model = ModelInfo.From(GgufFile.Read(stream, "model.gguf", CancellationToken.None));
            Assert.True(MemoryEstimate.Of(model, new MemoryOptions(4_096, 4) { GpuLayers = 9 }).TotalBytes >= 0);
        }
        catch (GgufException e)
        {
            refused = e;
        }
        catch (Exception e)
        {
            Assert.Fail($"{about}: {e}");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{about}: {allocated} bytes were allocated");
        return refused;
    }

    /// <summary>Mostly in the first, densest part of it.</summary>
    private static int HeadLength(Random random) => random.Next(3) == 0 ? 12_000 : 700;

    private static byte[] GgufModel() => TinyLlama.Model(1, new TinyLlamaOptions
    {
        ChatTemplate = TinyLlamaOptions.ChatMl,
        Embedding = 32,
        Heads = 1,
        Layers = 1,
        FeedForward = 32,
        Metadata = new Dictionary<string, object> { ["general.tags"] = new[] { "tiny", "test" }, ["general.alignment"] = 32u },
    }).Build();
}
