using Ziggie.Simulator.Schemas;
using Ziggie.Simulator.Steering;
using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>Decides what a request is answered: pure, and the same every time.</summary>
internal sealed class ReplyPlanner(ModelRequest request, SteeringBuilder steering, SimulatorOptions options)
{
    private const int MostRequestedDimensions = SimulatorOptions.MostDimensions;

    private readonly Rng _random = new(RequestText.Seed(request, options.Seed));

    public ReplyPlan Plan()
    {
        var prompt = RequestText.CountTokens(request);
        if (steering.Error is { } error) return new ReplyPlan([], FinishReason.None, null, default, steering.Delay, error);
        if (request.Operation == Operation.CountTokens) return new ReplyPlan([], FinishReason.Stop, null, new TokenUsage(prompt));
        if (request.Operation == Operation.Embeddings) return Embed(prompt);
        if (OnlyLoads) return new ReplyPlan([], Unloads ? FinishReason.Unload : FinishReason.Load, null, new TokenUsage(0, 0));

        var thought = Thought();
        var calls = Calls();
        var (words, stop) = Text(calls.Count > 0).UpTo(request.Sampling.Stop);
        if (stop is not null) calls = [];
        var spoken = SpokenCalls(calls);

        var thinking = thought.Count(p => p.Kind == PieceKind.Thinking);
        var whole = (long)thinking + words.Count + spoken.Count;
        var most = request.Sampling.MaxTokens is { } budget and > 0 ? budget : int.MaxValue;
        var completion = (int)Math.Min(whole, most);
        var finish = whole > most ? FinishReason.Length : stop is not null ? FinishReason.StopSequence : calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop;
        return new ReplyPlan(
            UpTo(completion, thought.Concat(words.Select(word => new ReplyPiece(PieceKind.Text, word))).Concat(spoken)),
            finish, finish == FinishReason.StopSequence ? stop : null,
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

    private List<ReplyPiece> Thought()
    {
        var thought = steering.Thinking ?? (request.Thinking is { Enabled: true } ? ReplyText.Thought(request) : null);
        if (thought is null) return [];
        return
        [
            .. Tokens.Split(thought).Select(token => new ReplyPiece(PieceKind.Thinking, token)),
            new ReplyPiece(PieceKind.Signature, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_random.Hex(32)))),
        ];
    }

    private ReplyWords Text(bool calls)
    {
        var own = steering.Reply is { } scripted ? Tokens.Split(scripted)
            : calls ? []
            : request.Output is { } output ? Tokens.Split(Structured(output))
            : null;
        if (own is not null) return new ReplyWords(own, own.Count);
        own = Tokens.Split(ReplyText.Natural(request));
        return (steering.Tokens ?? options.Tokens) is { } count ? new ReplyWords(own, count, _random.Next()) : new ReplyWords(own, own.Count);
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

    private List<ReplyPiece> SpokenCalls(List<ScriptedToolCall> calls)
    {
        var pieces = new List<ReplyPiece>();
        for (var index = 0; index < calls.Count; index++)
        {
            pieces.Add(new ReplyPiece(PieceKind.ToolCall, calls[index].Name, index, "call_" + _random.Hex(24)));
            foreach (var token in Tokens.Split(Arguments(calls[index]))) pieces.Add(new ReplyPiece(PieceKind.ToolArguments, token, index));
        }
        return pieces;
    }

    private string Arguments(ScriptedToolCall call) =>
        call.Arguments?.GetRawText()
        ?? (request.Tools.FirstOrDefault(t => t.Name == call.Name)?.Parameters is { } schema ? SchemaFiller.Fill(schema, _random) : "{}");

    /// <summary>Leaves out what is past the request's limit of tokens.</summary>
    private static IEnumerable<ReplyPiece> UpTo(int most, IEnumerable<ReplyPiece> pieces)
    {
        var said = 0;
        foreach (var piece in pieces)
        {
            if (piece.Kind != PieceKind.Signature && said++ == most) yield break;
            yield return piece;
        }
    }
}
