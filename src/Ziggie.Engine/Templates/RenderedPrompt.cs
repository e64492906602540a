namespace Ziggie.Engine.Templates;

/// <summary>A conversation as the text that the model goes on from.</summary>
/// <param name="Text">The whole prompt, with special tokens as text.</param>
/// <param name="StartsWithBos">The text itself starts with the token of the beginning, so that the tokenizer must not add one.</param>
/// <param name="Opening">The end of the text that opens the assistant's turn; empty where none was asked for.</param>
public sealed record RenderedPrompt(string Text, bool StartsWithBos, string Opening);
