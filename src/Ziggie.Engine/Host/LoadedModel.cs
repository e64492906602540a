using Ziggie.Engine.Batching;
using Ziggie.Engine.Native;
using Ziggie.Engine.Templates;
using Ziggie.Engine.Vectors;

namespace Ziggie.Engine.Host;

/// <summary>A model in memory, ready to answer.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly LlamaModel _model;
    private readonly Lazy<Embedder> _embedder;

    private LoadedModel(ModelSpec spec, LlamaModel model, Runner? runner, ChatTemplate template)
    {
        (Spec, _model, Runner) = (spec, model, runner);
        Defaults = ModelDefaults.Read(spec, model);
        Template = template;
        Markers = Template.ReplyFormat.Markers.Select(model.Vocabulary.Find).Where(t => t >= 0).ToHashSet();
        _embedder = new(() => new Embedder(model, spec));
    }

    public ModelSpec Spec { get; }

    /// <summary>Continues texts; null for a model that only makes vectors.</summary>
    public Runner? Runner { get; }

    /// <summary>Makes vectors; its memory is taken when first asked for.</summary>
    public Embedder Embedder => _embedder.Value;
    public Vocabulary Vocabulary => _model.Vocabulary;
    public ModelDefaults Defaults { get; }

    /// <summary>Makes prompts of conversations.</summary>
    public ChatTemplate Template { get; }

    /// <summary>Control tokens that begin or end thoughts and calls: the parser of replies needs their text.</summary>
    public IReadOnlySet<int> Markers { get; }

    /// <summary>Share of its layers on accelerators, 0 to 1.</summary>
    public double GpuShare { get; private init; }

    /// <exception cref="EngineException">It cannot be loaded.</exception>
    public static LoadedModel Load(ModelSpec spec, TimeProvider time, Action<float> progress, CancellationToken cancel)
    {
        var model = LlamaModel.Load(spec.Paths, spec.GpuLayers, progress, cancel);
        Runner? runner = null;
        try
        {
            cancel.ThrowIfCancellationRequested();
            var template = ReadTemplateAsync(spec, model);
            // An encoder alone (BERT and its kin) has nothing to continue a text with.
            runner = model.Vocabulary.Size > 0 && model.HasDecoder && !IsEncoder(model) ? new Runner(model, new LlamaContext(model, Options(spec)), time) : null;
            var loaded = new LoadedModel(spec, model, runner, template.GetAwaiter().GetResult()) { GpuShare = Share(spec, model) };
            runner?.Start();
            return loaded;
        }
        catch
        {
            runner?.Dispose();
            model.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Runner?.Dispose();
        if (_embedder.IsValueCreated) _embedder.Value.Dispose();
        _model.Dispose();
    }

    /// <summary>Beside the making of the context, which keeps one core busy for as long.</summary>
    private static Task<ChatTemplate> ReadTemplateAsync(ModelSpec spec, LlamaModel model)
    {
        var (source, begin, end) = (spec.Template ?? model.Template, model.Vocabulary.TextOf(model.Vocabulary.Begin), model.Vocabulary.TextOf(model.Vocabulary.End));
        return Task.Run(() => ChatTemplate.Parse(source, begin, end));
    }

    private static bool IsEncoder(LlamaModel model) => model.Meta("general.architecture") is { } architecture && model.Meta($"{architecture}.attention.causal") == "false";

    private static ContextOptions Options(ModelSpec spec) => new(
        spec.Context, spec.Slots, Batch: 512, MicroBatch: 512, Processors.Threads(spec.Threads), CacheTypes.Parse(spec.CacheType), spec.FlashAttention, Embeddings: false, Unified: false);

    private static double Share(ModelSpec spec, LlamaModel model)
    {
        if (LlamaLibrary.Devices().All(d => d.Type is not (GgmlDeviceType.Gpu or GgmlDeviceType.IntegratedGpu))) return 0;
        return spec.GpuLayers < 0 ? 1 : Math.Min(1, spec.GpuLayers / (model.Layers + 1.0));
    }
}
