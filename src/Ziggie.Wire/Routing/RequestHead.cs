namespace Ziggie.Wire;

/// <summary>What routing and admission need of a request's JSON, read once and forward-only from the bytes.</summary>
public struct RequestHead
{
    /// <summary>The name asked for; empty where none (or null) was given.</summary>
    public string Model { get; internal set; }

    /// <summary>Where the model's JSON value stands in the body, quotes included; a length of 0 where there is none.</summary>
    public int ModelStart { get; internal set; }

    public int ModelLength { get; internal set; }

    /// <summary>Null where it was not said.</summary>
    public bool? Stream { get; internal set; }

    /// <summary>OpenAI's <c>stream_options.include_usage</c>.</summary>
    public bool IncludeUsage { get; internal set; }

    /// <summary>Where <c>stream_options</c>' value stands; a length of 0 where there is none.</summary>
    public int StreamOptionsStart { get; internal set; }
    public int StreamOptionsLength { get; internal set; }

    /// <summary>Most tokens to generate; -1 where it was not said.</summary>
    public int MaxTokens { get; internal set; }

    /// <summary>Where the body's first member begins, just behind the opening brace.</summary>
    public int FirstMember { get; internal set; }

    /// <summary>Whether the object has any member.</summary>
    public bool HasMembers { get; internal set; }

    /// <summary>Hash of the prompt's beginning: equal for the turns of one conversation.</summary>
    public ulong PrefixHash { get; internal set; }

    /// <summary>Bytes of messages, prompt or input: the estimate of prompt tokens is a quarter of it.</summary>
    public int PromptBytes { get; internal set; }

    /// <summary>The head of a request from inside the process.</summary>
    public static RequestHead Of(ModelRequest request)
    {
        var texts = request.Messages.Select(m => m.Text).Concat(request.Inputs).Append(request.Prompt);
        return new()
        {
            Model = request.Model,
            Stream = request.Stream,
            IncludeUsage = true,
            MaxTokens = request.Sampling.MaxTokens ?? -1,
            HasMembers = true,
            PromptBytes = texts.Sum(t => t.Length),
            PrefixHash = (ulong)string.GetHashCode(request.Messages.Count > 0 ? request.Messages[0].Text : request.Prompt, StringComparison.Ordinal),
        };
    }

    public readonly int PromptTokens => Math.Max(1, PromptBytes / 4);
}
