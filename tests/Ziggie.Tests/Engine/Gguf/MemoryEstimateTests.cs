using System.Diagnostics;
using System.Globalization;
using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

/// <summary>Against what llama-server v0.5.0 printed for models of these shapes on a CPU.</summary>
public sealed class MemoryEstimateTests
{
    private const double MiB = 1 << 20;

    [Theory]
    [InlineData("llama-256", 4096, 1, true, "4.00", "12.01")]
    [InlineData("llama-256", 4096, 4, true, "4.00", "12.01")]
    [InlineData("llama-256", 4096, 4, false, "4.00", "9.01")]
    [InlineData("llama-256", 3000, 3, false, "3.00", "9.03")]
    [InlineData("llama-256-wide", 2048, 1, true, "1.00", "6.01")]
    [InlineData("qwen3-512", 2048, 1, true, "4.00", "15.01")]
    [InlineData("qwen2-512", 2048, 1, true, "8.00", "30.01")]
    [InlineData("llama-1024", 2048, 1, true, "16.00", "26.51")]
    [InlineData("llama-1024", 8192, 1, true, "64.00", "32.51")]
    [InlineData("moe", 4096, 1, true, "6.00", "9.51")]
    [InlineData("gemma3", 4096, 1, true, "9.00", "9.52")]
    [InlineData("gemma3", 4096, 4, true, "16.50", "11.02")]
    [InlineData("gemma3", 4096, 4, false, "24.00", "6.52")]
    [InlineData("mamba", 4096, 1, true, "0.15", "6.54")]
    [InlineData("mamba", 4096, 4, true, "0.59", "6.67")]
    [InlineData("stories", 512, 1, true, "0.31", "2.02")]
    [InlineData("stories", 2048, 4, false, "1.25", "2.02")]
    [InlineData("baby", 2048, 4, false, "2.50", "3.57")]
    public void Cache_is_exact_and_the_rest_near(string shape, int context, int slots, bool shared, string cacheMiB, string computeMiB)
    {
        var estimate = MemoryEstimate.Of(Model(shape), new MemoryOptions(context, slots) { Shared = shared });
        Assert.Equal(cacheMiB, ((estimate.CacheBytes + estimate.StateBytes) / MiB).ToString("F2", CultureInfo.InvariantCulture));
        Assert.InRange(estimate.ComputeBytes / MiB / double.Parse(computeMiB, CultureInfo.InvariantCulture), 0.95, 1.3);
    }

    [Theory]
    [InlineData(GgufTensorType.Q8_0, GgufTensorType.Q8_0, "2.12")]
    [InlineData(GgufTensorType.Q8_0, GgufTensorType.Q4_0, "1.62")]
    [InlineData(GgufTensorType.F32, GgufTensorType.F32, "8.00")]
    public void Cache_types_count(GgufTensorType keys, GgufTensorType values, string cacheMiB)
    {
        var estimate = MemoryEstimate.Of(Model("llama-256"), new MemoryOptions(4096) { KeyType = keys, ValueType = values });
        Assert.Equal(cacheMiB, (estimate.CacheBytes / MiB).ToString("F2", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Without_flash_attention_every_token_meets_every_other()
    {
        var estimate = MemoryEstimate.Of(Model("llama-256"), new MemoryOptions(4096) { FlashAttention = false });
        Assert.InRange(estimate.ComputeBytes / MiB, 74.76, 90);
    }

    [Fact]
    public void A_model_that_only_embeds_keeps_nothing() =>
        Assert.Equal(0, MemoryEstimate.Of(ModelInfoTests.Info(Shape("bert", 512, 12, 1536, 8, 8, 0)), new MemoryOptions(512)).CacheBytes);

    [Fact]
    public void Latent_attention_keeps_no_values()
    {
        var model = ModelInfoTests.Info(Shape("deepseek2", 2048, 27, 1408, 16, 1, 576).Add("deepseek2.attention.key_length_mla", 192u).Add("deepseek2.attention.value_length_mla", 128u));
        Assert.Equal(27L * 4096 * 576 * 2, MemoryEstimate.Of(model, new MemoryOptions(4096)).CacheBytes);
    }

    [Fact]
    public void The_gpu_takes_the_last_layers_with_their_caches()
    {
        var model = ModelInfo.From(ModelFolder.Read(TinyLlama.Model(1, new TinyLlamaOptions { Layers = 4 }).Build()));
        var none = MemoryEstimate.Of(model, new MemoryOptions(512));
        Assert.Equal((0L, none.TotalBytes), (none.GpuBytes, none.HostBytes));
        var some = MemoryEstimate.Of(model, new MemoryOptions(512) { GpuLayers = 1 });
        Assert.Equal(model.Attention.Layers[3].WeightBytes + none.CacheBytes / 4 + none.ComputeBytes, some.GpuBytes);
        var all = MemoryEstimate.Of(model, new MemoryOptions(512) { GpuLayers = 99 });
        Assert.Equal(model.InputBytes, all.HostBytes);
        Assert.Equal(none.TotalBytes, all.TotalBytes);
    }

    [Fact]
    public void A_shared_table_is_copied_to_the_gpu()
    {
        var model = ModelInfoTests.Info(new GgufBuilder().Add("general.architecture", "llama").Zeros("token_embd.weight", GgufTensorType.F32, 64, 1_000));
        Assert.Equal(2 * model.InputBytes, MemoryEstimate.Of(model, new MemoryOptions(512) { GpuLayers = 1 }).WeightBytes);
    }

    [Fact]
    public void An_absurd_width_stays_a_number()
    {
        var model = ModelInfoTests.Info(Shape("llama", int.MaxValue, 512, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        var estimate = MemoryEstimate.Of(model, new MemoryOptions(int.MaxValue, int.MaxValue));
        Assert.Equal(long.MaxValue, estimate.TotalBytes);
    }

    private static ModelInfo Model(string shape) => ModelInfoTests.Info(shape switch
    {
        "llama-256" => Shape("llama", 256, 4, 1024, 8, 2, 0),
        "llama-256-wide" => Shape("llama", 256, 2, 512, 8, 2, 0),
        "qwen3-512" => Shape("qwen3", 512, 4, 1536, 16, 4, 32),
        "qwen2-512" => Shape("qwen2", 512, 2, 4096, 8, 8, 0),
        "llama-1024" => Shape("llama", 1024, 2, 2816, 16, 16, 0),
        "moe" => Shape("qwen3moe", 256, 3, 512, 8, 2, 64).Add("qwen3moe.expert_count", 16u).Add("qwen3moe.expert_used_count", 4u).Add("qwen3moe.expert_feed_forward_length", 128u),
        "gemma3" => Shape("gemma3", 256, 12, 512, 4, 2, 64).Add("gemma3.attention.sliding_window", 512u),
        "mamba" => Shape("mamba", 256, 4, 0, 0, 0, 0).Add("mamba.ssm.conv_kernel", 4u).Add("mamba.ssm.inner_size", 512u).Add("mamba.ssm.state_size", 16u),
        "stories" => Shape("llama", 64, 5, 172, 8, 4, 0),
        "baby" => Shape("llama", 128, 5, 352, 8, 4, 0),
        _ => throw new UnreachableException(shape),
    });

    private static GgufBuilder Shape(string architecture, int embedding, int layers, int feedForward, int heads, int kvHeads, int keyLength)
    {
        var file = ModelInfoTests.Text(architecture)
            .Add($"{architecture}.embedding_length", (uint)embedding).Add($"{architecture}.block_count", (uint)layers)
            .Add($"{architecture}.feed_forward_length", (uint)feedForward)
            .Add($"{architecture}.attention.head_count", (uint)heads).Add($"{architecture}.attention.head_count_kv", (uint)kvHeads);
        if (keyLength > 0) file.Add($"{architecture}.attention.key_length", (uint)keyLength).Add($"{architecture}.attention.value_length", (uint)keyLength);
        return file;
    }
}
