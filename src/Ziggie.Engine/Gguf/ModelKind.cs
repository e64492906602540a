namespace Ziggie.Engine.Gguf;

/// <summary>What a model file is for.</summary>
public enum ModelKind
{
    /// <summary>Goes on with a text: chat and completion.</summary>
    Text,

    /// <summary>Turns a text into a vector, and nothing else.</summary>
    Embedding,

    /// <summary>Scores how well a text answers a question.</summary>
    Reranker,

    /// <summary>The part of another model that sees pictures or hears.</summary>
    Projector,

    /// <summary>A small change to another model, such as a LoRA.</summary>
    Adapter,

    /// <summary>Guesses ahead for another model.</summary>
    Draft,

    /// <summary>Writes a text by diffusion instead of word by word.</summary>
    Diffusion,

    /// <summary>Makes pictures, films or speech.</summary>
    Media,

    /// <summary>Encoder and decoder, such as T5.</summary>
    EncoderDecoder,

    /// <summary>No weights: a vocabulary, or measurements for quantisation.</summary>
    Auxiliary,
}
