using Ziggie.Simulator.Schemas;
using Ziggie.Simulator.Steering;
using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>Decides what a request is answered: pure, and the same every time.</summary>
internal sealed class ReplyPlanner(ModelRequest request, SteeringBuilder steering, SimulatorOptions options)
{
    private const int MostRequestedDimensions = SimulatorOptions.MostDimensions;

    private readonly Rng _random = new(RequestText.Seed(request, options.Seed));
    private readonly List<ReplyPiece> _pieces = [];

    public ReplyPlan Plan()
    {
        var prompt = RequestText.CountTokens(request);
        if (steering.Error is { } error) return new ReplyPlan([], FinishReason.None, null, default, steering.Delay, error);
        if (request.Operation == Operation.CountTokens) return new ReplyPlan([], FinishReason.Stop, null, new TokenUsage(prompt));
        if (request.Operation == Operation.Embeddings) return Embed(prompt);
        if (OnlyLoads) return new ReplyPlan([], Unloads ? FinishReason.Unload : FinishReason.Load, null, new TokenUsage(0, 0));

        var thinking = AddThinking();
        var calls = Calls();
        var stop = AddText(calls.Count > 0);
        if (stop is null) AddCalls(calls);
        else calls = [];
        var cut = CutToBudget(out var completion);
        var finish = cut ? FinishReason.Length : stop is not null ? FinishReason.StopSequence : calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop;
        return new ReplyPlan(
            _pieces, finish, finish == FinishReason.StopSequence ? stop : null,
            new TokenUsage(prompt, completion, Reasoning: thinking > 0 ? Math.Min(thinking, completion) : -1), steering.Delay)
        {
            Gap = steering.Gap,
        };
    }

    /// <summary>Ollama's way of loading and unloading: a request without anything to answer.</summary>
    private bool OnlyLoads => !request.Raw && request.Images.Count == 0
        && (request.Operation == Operation.Chat ? request.Messages.Count == 0 : request.Prompt.Length == 0 && request.Suffix is null);

    private bool Unloads => request.KeepAlive is { } keep && keep.TrimEnd('s', 'm', 'h') == "0";

    private ReplyPlan Embed(int prompt)
    {
        var dimensions = request.Dimensions ?? options.Dimensions;
        if (dimensions is < 1 or > MostRequestedDimensions)
            throw new WireException($"dimensions must be from 1 to {MostRequestedDimensions}, but is {dimensions}.", "dimensions");
        return new ReplyPlan([], FinishReason.Stop, null, new TokenUsage(prompt), steering.Delay)
        {
            Vectors = [.. request.Inputs.Select(input => Vectors.Of(input, dimensions))],
        };
    }

    private int AddThinking()
    {
        var thought = steering.Thinking ?? (request.Thinking is { Enabled: true } ? ReplyText.Thought(request) : null);
        if (thought is null) return 0;
        var tokens = Tokens.Split(thought);
        _pieces.AddRange(tokens.Select(token => new ReplyPiece(PieceKind.Thinking, token)));
        _pieces.Add(new ReplyPiece(PieceKind.Signature, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_random.Hex(32)))));
        return tokens.Count;
    }

    /// <summary>Adds the text up to the first stop string, and gives that one.</summary>
    private string? AddText(bool calls)
    {
        var tokens = steering.Reply is { } scripted ? Tokens.Split(scripted)
            : calls ? []
            : request.Output is { } output ? Tokens.Split(Structured(output))
            : Unscripted();
        var text = string.Concat(tokens);
        string? stop = null;
        foreach (var candidate in request.Sampling.Stop)
        {
            var found = candidate.Length == 0 ? -1 : text.IndexOf(candidate, StringComparison.Ordinal);
            if (found < 0) continue;
            text = text[..found];
            stop = candidate;
        }
        if (stop is not null) tokens = Tokens.Split(text);
        _pieces.AddRange(tokens.Select(token => new ReplyPiece(PieceKind.Text, token)));
        return stop;
    }

    private List<string> Unscripted()
    {
        var tokens = Tokens.Split(ReplyText.Natural(request));
        return (steering.Tokens ?? options.Tokens) is { } count ? ReplyText.OfLength(tokens, count, _random) : tokens;
    }

    private string Structured(OutputFormat output) => output.Schema is { } schema
        ? SchemaFiller.Fill(schema, _random)
        : """{"simulated":true,"message":"This is a simulated reply from Ziggie's built-in demo model."}""";

    private List<ScriptedToolCall> Calls()
    {
        if (steering.ToolCalls.Count > 0) return steering.ToolCalls;
        if (request.Tools.Count == 0) return [];
        return request.ToolChoice switch
        {
            { Mode: ToolChoiceMode.Required } => [new ScriptedToolCall(request.Tools[0].Name)],
            { Mode: ToolChoiceMode.Named, Name: { } name } => [new ScriptedToolCall(name)],
            _ => [],
        };
    }

    private void AddCalls(List<ScriptedToolCall> calls)
    {
        for (var index = 0; index < calls.Count; index++)
        {
            _pieces.Add(new ReplyPiece(PieceKind.ToolCall, calls[index].Name, index, "call_" + _random.Hex(24)));
            foreach (var token in Tokens.Split(Arguments(calls[index]))) _pieces.Add(new ReplyPiece(PieceKind.ToolArguments, token, index));
        }
    }

    private string Arguments(ScriptedToolCall call) =>
        call.Arguments?.GetRawText()
        ?? (request.Tools.FirstOrDefault(t => t.Name == call.Name)?.Parameters is { } schema ? SchemaFiller.Fill(schema, _random) : "{}");

    /// <summary>Drops what is past the request's limit of tokens.</summary>
    private bool CutToBudget(out int count)
    {
        count = 0;
        var budget = request.Sampling.MaxTokens is { } most and > 0 ? most : int.MaxValue;
        for (var i = 0; i < _pieces.Count; i++)
        {
            if (_pieces[i].Kind == PieceKind.Signature) continue;
            if (count == budget)
            {
                _pieces.RemoveRange(i, _pieces.Count - i);
                return true;
            }
            count++;
        }
        return false;
    }
}
