using System.Buffers;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>Passes on what was written so far; false ends the reply there.</summary>
/// <param name="tokens">Tokens said so far.</param>
/// <param name="last">Whether nothing but the finish is left.</param>
internal delegate ValueTask<bool> FlushReply(int tokens, bool last, CancellationToken cancellation);

/// <summary>Says a planned reply token by token, each at its time.</summary>
internal sealed class ReplyPlayer(SimulatorOptions options)
{
    /// <summary>False where <paramref name="flush"/> ended the reply before its finish.</summary>
    public async ValueTask<bool> PlayAsync(
        ReplyPlan plan, ModelRequest request, IReplySink sink, TimeSpan loaded, FlushReply flush, CancellationToken cancellation)
    {
        var time = options.Time;
        var begun = time.GetTimestamp();
        await Until(begun, request.Operation == Operation.CountTokens ? TimeSpan.Zero : options.First + plan.Delay, cancellation);
        var prompted = time.GetTimestamp();

        sink.Start(null, null);
        for (var i = 0; i < plan.Vectors.Count; i++) sink.Embedding(i, plan.Vectors[i]);
        var tokens = 0;
        foreach (var piece in plan.Pieces)
        {
            // By the clock, not from token to token: waiting too long once is made up for.
            if (tokens > 0 && piece.Kind != PieceKind.Signature) await Until(prompted, (plan.Gap ?? options.Gap) * tokens, cancellation);
            Say(piece, request, sink);
            if (piece.Kind != PieceKind.Signature) tokens++;
            if (!await flush(tokens, false, cancellation)) return false;
        }
        if (!await flush(tokens, true, cancellation)) return false;

        if (request.Operation is Operation.Chat or Operation.Completion) sink.Finish(plan.Finish, plan.StopSequence);
        sink.Usage(plan.Usage with
        {
            LoadNs = Nanoseconds(loaded),
            PromptNs = Nanoseconds(time.GetElapsedTime(begun, prompted)),
            EvalNs = Nanoseconds(time.GetElapsedTime(prompted)),
            TotalNs = Nanoseconds(time.GetElapsedTime(begun) + loaded),
        });
        return true;
    }

    private static void Say(in ReplyPiece piece, ModelRequest request, IReplySink sink)
    {
        if (piece.Kind == PieceKind.ToolCall)
        {
            sink.ToolCall(piece.Index, piece.Id!, piece.Text);
            return;
        }
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(piece.Text.Length));
        var utf8 = bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece.Text, bytes));
        switch (piece.Kind)
        {
            case PieceKind.Thinking: sink.Thinking(utf8); break;
            case PieceKind.Signature: sink.ThinkingSignature(utf8); break;
            case PieceKind.ToolArguments: sink.ToolArguments(piece.Index, utf8); break;
            default:
                sink.Text(utf8);
                if (request.Sampling.LogProbs == true) sink.LogProbs(LogProbabilities.Of(piece.Text, request.Sampling.TopLogProbs));
                break;
        }
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask Until(long since, TimeSpan due, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var wait = due - options.Time.GetElapsedTime(since);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, options.Time, cancellation);
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * 100;
}
