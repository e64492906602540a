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

    private LoadedModel(ModelSpec spec, LlamaModel model, Runner? runner)
    {
        (Spec, _model, Runner) = (spec, model, runner);
        Defaults = ModelDefaults.Read(spec, model);
        var vocabulary = model.Vocabulary;
        Template = ChatTemplate.Parse(spec.Template ?? model.Template, vocabulary.TextOf(vocabulary.Begin), vocabulary.TextOf(vocabulary.End));
        Markers = Template.ReplyFormat.Markers.Select(vocabulary.Find).Where(t => t >= 0).ToHashSet();
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
        try
        {
            cancel.ThrowIfCancellationRequested();
            // An encoder alone (BERT and its kin) has nothing to continue a text with.
            var runner = model.Vocabulary.Size > 0 && model.HasDecoder && !IsEncoder(model) ? new Runner(model, new LlamaContext(model, Options(spec)), time) : null;
            var loaded = new LoadedModel(spec, model, runner) { GpuShare = Share(spec, model) };
            runner?.Start();
            return loaded;
        }
        catch
        {
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

    private static bool IsEncoder(LlamaModel model) => model.Meta("general.architecture") is { } architecture && model.Meta($"{architecture}.attention.causal") == "false";

    private static ContextOptions Options(ModelSpec spec) => new(
        spec.Context, spec.Slots, Batch: 512, MicroBatch: 512, Processors.Threads(spec.Threads), CacheTypes.Parse(spec.CacheType), spec.FlashAttention, Embeddings: false, Unified: false);

    private static double Share(ModelSpec spec, LlamaModel model)
    {
        if (LlamaLibrary.Devices().All(d => d.Type is not (GgmlDeviceType.Gpu or GgmlDeviceType.IntegratedGpu))) return 0;
        return spec.GpuLayers < 0 ? 1 : Math.Min(1, spec.GpuLayers / (model.Layers + 1.0));
    }
}
