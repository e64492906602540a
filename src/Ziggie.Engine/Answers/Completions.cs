using Ziggie.Engine.Host;
using Ziggie.Engine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>Prompts that go to the model as they are, and gaps to fill.</summary>
internal static class Completions
{
    public static Prepared Prepare(ModelRequest asked, LoadedModel model, SamplerOptions sampling)
    {
        var tokens = asked.Suffix is { } suffix ? Gap(asked.Prompt, suffix, model) : model.Vocabulary.Tokenize(asked.Prompt, special: true, parseSpecial: true);
        if (tokens.Length == 0) throw new WireException("prompt is empty, and this model has no token that begins a text: give it something to continue.", "prompt");
        return new(tokens, OutputGrammar.Apply(sampling, asked), Samplings.Stops(asked, model), new PlainText(), new HashSet<int>());
    }

    private static int[] Gap(string prompt, string suffix, LoadedModel model)
    {
        var vocabulary = model.Vocabulary;
        if (vocabulary.FillPrefix < 0 || vocabulary.FillSuffix < 0 || vocabulary.FillMiddle < 0)
            throw new WireException($"\"{model.Spec.Name}\" was not made to fill gaps: leave suffix out, or choose a code model that knows prefix and suffix.", "suffix", "unsupported_parameter");
        int[] begin = vocabulary.AddsBegin && vocabulary.Begin >= 0 ? [vocabulary.Begin] : [];
        return [.. begin, vocabulary.FillPrefix, .. vocabulary.Tokenize(prompt, special: false, parseSpecial: false), vocabulary.FillSuffix, .. vocabulary.Tokenize(suffix, special: false, parseSpecial: false), vocabulary.FillMiddle];
    }
}
