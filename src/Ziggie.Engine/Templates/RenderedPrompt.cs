using Ziggie.Engine.Replies;

namespace Ziggie.Engine.Templates;

/// <summary>A conversation as the text that the model goes on from.</summary>
/// <param name="Text">The whole prompt, with special tokens as text.</param>
/// <param name="StartsWithBos">The text itself starts with the token of the beginning, so that the tokenizer must not add one.</param>
/// <param name="Start">Where it leaves the model off, for the parser of its reply.</param>
public sealed record RenderedPrompt(string Text, bool StartsWithBos, ReplyStart Start);
