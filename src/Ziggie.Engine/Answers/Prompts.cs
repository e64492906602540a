using Ziggie.Engine.Host;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Sampling;
using Ziggie.Engine.Templates;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>Conversations, made into prompts by the model's own template.</summary>
internal static class Prompts
{
    public static Prepared Prepare(ModelRequest asked, LoadedModel model, SamplerOptions sampling, TimeProvider time)
    {
        RefuseImages(asked, model);
        RenderedPrompt prompt;
        try
        {
            prompt = model.Template.Render(WithSystem(asked, model.Spec.System), time);
        }
        catch (TemplateException e)
        {
            throw new EngineException("template.failed", $"The chat template of \"{model.Spec.Name}\" does not take this conversation: {e.Message}", e) { Kind = ErrorKind.BadRequest, Param = "messages" };
        }
        var tokens = model.Vocabulary.Tokenize(prompt.Text, special: !prompt.StartsWithBos, parseSpecial: true);
        if (tokens.Length == 0) throw new WireException("messages come to nothing that the model could read.", "messages");
        var format = model.Template.ReplyFormat;
        var held = OutputGrammar.Apply(sampling, asked, model.Template, prompt.Start);
        var parser = new ReplyParser(format, asked, prompt.Start, isHeldToForm: asked.Tools.Count > 0 && held.Grammar is not null && asked.Output is null);
        return new(tokens, held, Samplings.Stops(asked, model), new FamilyText(parser), model.Markers);
    }

    private static ModelRequest WithSystem(ModelRequest asked, string? system) =>
        string.IsNullOrEmpty(system) || asked.Messages.Any(m => m.Role == MessageRole.System) ? asked : asked with { Messages = [Message.Of(MessageRole.System, system), .. asked.Messages] };

    private static bool IsImage(MessagePart part) => part is ImagePart || part is ToolResultPart { Content: var content } && content.Any(IsImage);

    private static void RefuseImages(ModelRequest asked, LoadedModel model)
    {
        if (asked.Images.Count > 0 || asked.Messages.Any(m => m.Parts.Any(p => IsImage(p))))
            throw new WireException($"\"{model.Spec.Name}\" reads no pictures here; choose a vision model on another backend.", "messages", "unsupported_parameter");
    }
}
