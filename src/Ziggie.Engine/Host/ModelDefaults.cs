using System.Globalization;
using System.Text;
using Ziggie.Engine.Native;
using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>What holds for a model where a request does not say: from its settings, else from its file.</summary>
/// <param name="Sampling">As a request would have said it.</param>
internal sealed record ModelDefaults(SamplingOptions Sampling)
{
    public static ModelDefaults Read(ModelSpec spec, LlamaModel model)
    {
        // Ollama's names and values, so Ollama's reader reads them.
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"-\",\"messages\":[],\"options\":{spec.Parameters ?? "{}"}}}");
        var said = WireFormats.OllamaChat.ReadRequest(body).Sampling;
        return new(said with
        {
            Temperature = said.Temperature ?? Number(model, "general.sampling.temp"),
            TopK = said.TopK ?? (int?)Number(model, "general.sampling.top_k"),
            TopP = said.TopP ?? Number(model, "general.sampling.top_p"),
            MinP = said.MinP ?? Number(model, "general.sampling.min_p"),
            RepeatPenalty = said.RepeatPenalty ?? Number(model, "general.sampling.penalty_repeat"),
            RepeatLastN = said.RepeatLastN ?? (int?)Number(model, "general.sampling.penalty_last_n"),
        });
    }

    private static double? Number(LlamaModel model, string key) =>
        double.TryParse(model.Meta(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
