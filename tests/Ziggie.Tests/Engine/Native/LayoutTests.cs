using System.Runtime.InteropServices;
using Ziggie.Engine.Native;

namespace Ziggie.Tests.Engine.Native;

/// <summary>Our structures against those of <c>llama.h</c> of this release: sizes and offsets as its C compiler gives them on 64 bits.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData(typeof(LlamaModelParams), 80)]
    [InlineData(typeof(LlamaContextParams), 160)]
    [InlineData(typeof(LlamaBatch), 56)]
    [InlineData(typeof(LlamaTokenData), 12)]
    [InlineData(typeof(LlamaTokenDataArray), 32)]
    [InlineData(typeof(LlamaLogitBias), 8)]
    [InlineData(typeof(LlamaSamplerChainParams), 1)]
    [InlineData(typeof(GgmlThreadPoolParams), 528)]
    public void Structures_are_as_large_as_the_headers(Type type, int bytes) => Assert.Equal(bytes, Marshal.SizeOf(type));

    [Theory]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.Progress), 48)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.VocabOnly), 72)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Abort), 112)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Embeddings), 128)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Samplers), 136)]
    public void Fields_are_where_the_header_has_them(Type type, string field, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    [Fact]
    public async Task The_librarys_own_defaults_are_read_where_they_are()
    {
        await EngineHome.LoadAsync();
        var model = Llama.ModelDefaults();
        Assert.Equal((-1, 1, -1, 0, (byte)1, (byte)0), (model.GpuLayers, model.SplitMode, model.LoadMode, model.MainGpu, model.UseExtraBuffers, model.NoAlloc));
        var context = Llama.ContextDefaults();
        Assert.Equal((512u, 2048u, 512u, 1u), (context.Context, context.Batch, context.MicroBatch, context.Sequences));
        Assert.Equal((-1, -1, -1, -1), (context.RopeScaling, context.Pooling, context.Attention, context.FlashAttention));
        Assert.Equal((-1f, -1f, -1f, -1f), (context.YarnExtFactor, context.YarnAttnFactor, context.YarnBetaFast, context.YarnBetaSlow));
        Assert.Equal((1, 1), (context.TypeK, context.TypeV));
        Assert.Equal(((byte)0, (byte)1, (byte)1, (byte)1, (byte)0), (context.Embeddings, context.OffloadKqv, context.OpOffload, context.SwaFull, context.KvUnified));
        Assert.Equal((0, (nuint)0, 0), (context.Samplers, context.SamplerCount, context.OtherContext));
        Assert.Equal((3, 0, 50u, (byte)0, (byte)0), ThreadPoolDefaults(3));
    }

    private static unsafe (int, int, uint, byte, byte) ThreadPoolDefaults(int threads)
    {
        GgmlThreadPoolParams parameters;
        Ggml.ThreadPoolDefaults(&parameters, threads);
        return (parameters.Threads, parameters.Priority, parameters.Poll, parameters.StrictCpu, parameters.Paused);
    }
}
