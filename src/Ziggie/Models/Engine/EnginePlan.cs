using Ziggie.Engine.Gguf;
using Ziggie.Engine.Host;
using Ziggie.Models.Library;
using Ziggie.Settings;

namespace Ziggie.Models.Engine;

/// <summary>How a model on disk is to run: its settings, bounded by what it was trained for and by the memory there is. Pure.</summary>
internal static class EnginePlan
{
    private const int LeastContext = 2048;

    /// <param name="memory">Bytes that it may take; null where that is not known.</param>
    public static ModelSpec Of(LocalModel model, EngineSettings settings, long? memory)
    {
        var own = settings.For(model.Name);
        var info = model.Info!;
        var context = info.ContextLength > 0 ? Math.Min(own.Context!.Value, info.ContextLength) : own.Context!.Value;
        var (slots, fits) = Fit(info, ref context, own, memory);
        return new ModelSpec
        {
            Name = model.Name,
            Paths = model.Paths,
            Context = context,
            Slots = slots,
            Threads = own.Threads ?? 0,
            GpuLayers = own.GpuLayers ?? -1,
            CacheType = own.CacheType!,
            FlashAttention = own.FlashAttention,
            Memory = fits,
            KeepAliveSeconds = own.KeepAlive!.Value.TotalSeconds,
            Template = own.Template is { } file && File.Exists(file) ? File.ReadAllText(file) : null,
            System = model.System,
            Parameters = model.Parameters,
        };
    }

    private static MemoryOptions Options(int context, int slots, EngineModelSettings own)
    {
        var cache = Enum.Parse<GgufTensorType>(own.CacheType!, ignoreCase: true);
        // llama.cpp counts the context of all slots together.
        return new((int)Math.Min(int.MaxValue, (long)context * slots), slots) { KeyType = cache, ValueType = cache, GpuLayers = own.GpuLayers ?? 0, Shared = false };
    }

    /// <summary>Fewer conversations at once before shorter ones, unless the settings name them for this model.</summary>
    private static (int Slots, long Memory) Fit(ModelInfo info, ref int context, EngineModelSettings own, long? memory)
    {
        var slots = own.Slots!.Value;
        while (true)
        {
            var needed = MemoryEstimate.Of(info, Options(context, slots, own)).TotalBytes;
            if (memory is not { } most || needed <= most) return (slots, needed);
            if (slots > 1) slots /= 2;
            else if (context > LeastContext) context = Math.Max(LeastContext, context / 2);
            else return (slots, needed);
        }
    }
}
