using System.Buffers;
using Ziggie.Engine.Batching;
using Ziggie.Engine.Host;
using Ziggie.Engine.Native;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>What an answer's text goes through on its way from tokens to the caller.</summary>
/// <param name="Stops">Strings that end the answer.</param>
/// <param name="LogProbs">How many alternatives are wanted of each token; null for no probabilities at all.</param>
/// <param name="Shown">Control tokens that are written out for the parser.</param>
internal sealed record AnswerPlan(IReadOnlyList<string> Stops, int? LogProbs, IReadOnlySet<int> Shown, long LoadNs);

/// <summary>One answer on its way: tokens become characters, text, thoughts and calls, and these the bytes of a reply. Called on the runner's thread.</summary>
internal sealed class Answer : IGenerationListener
{
    private readonly AnswerPlan _plan;
    private readonly Vocabulary _vocabulary;
    private readonly ReplyWriter _writer;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly HttpReply _reply;
    private readonly bool _stream;
    private readonly ITextParser _parser;
    private readonly Utf8Gate _characters = new();
    private readonly StopGate _stops;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _passed = new();
    private readonly ArrayBufferWriter<byte> _logProbs = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Answer(AnswerPlan plan, Vocabulary vocabulary, ITextParser parser, ReplyWriter writer, ArrayBufferWriter<byte> output, HttpReply reply, bool stream)
    {
        (_plan, _vocabulary, _parser, _writer, _output, _reply, _stream) = (plan, vocabulary, parser, writer, output, reply, stream);
        _stops = new StopGate(plan.Stops);
    }

    /// <summary>Done when the last byte has been handed over, or with what went wrong before the first.</summary>
    public Task Done => _done.Task;

    public bool Shows(int controlToken) => _plan.Shown.Contains(controlToken);

    public bool Take(int token, ReadOnlySpan<byte> piece, ReadOnlySpan<float> logits)
    {
        if (!_reply.HasStarted && _stream) _writer.Start(null, null);
        _text.ResetWrittenCount();
        _characters.Take(piece, _text);
        var goesOn = Pass(_text.WrittenSpan);
        if (_plan.LogProbs is { } top) WriteLogProbs(token, logits, top);
        Flush();
        return goesOn && !_reply.IsBroken;
    }

    public void Ended(GenerationEnd end, in GenerationCost cost)
    {
        if (end == GenerationEnd.Cancelled)
        {
            _done.TrySetCanceled(CancellationToken.None);
            return;
        }
        _text.ResetWrittenCount();
        _characters.End(_text);
        Pass(_text.WrittenSpan);
        _passed.ResetWrittenCount();
        _stops.End(_passed);
        if (_passed.WrittenCount > 0) _parser.Text(_passed.WrittenSpan, _writer);
        _parser.End(_writer);
        _writer.Finish(Reason(end), _stops.Met);
        _writer.Usage(new TokenUsage(cost.Prompt, cost.Generated, cost.Cached) { PromptNs = cost.PromptNs, EvalNs = cost.GenerateNs, LoadNs = _plan.LoadNs, TotalNs = _plan.LoadNs + cost.PromptNs + cost.GenerateNs });
        _writer.Complete();
        if (_stream) _reply.EndChunks(_writer.ContentType, _output.WrittenSpan);
        else _reply.Whole(200, _writer.ContentType, _output.WrittenSpan);
        _done.TrySetResult();
    }

    public void Failed(EngineException failure)
    {
        if (!_reply.HasStarted)
        {
            _done.TrySetException(failure);
            return;
        }
        _writer.Error(new WireError(failure.Kind, failure.Message, failure.Code, failure.Param));
        _reply.EndChunks(_writer.ContentType, _output.WrittenSpan);
        _done.TrySetResult();
    }

    private bool Pass(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        _passed.ResetWrittenCount();
        var goesOn = _stops.Take(text, _passed);
        if (_passed.WrittenCount > 0) _parser.Text(_passed.WrittenSpan, _writer);
        return goesOn;
    }

    private void WriteLogProbs(int token, ReadOnlySpan<float> logits, int top)
    {
        _logProbs.ResetWrittenCount();
        LogProbs.Write(_vocabulary, token, logits, top, _logProbs);
        _writer.LogProbs(_logProbs.WrittenSpan);
    }

    private void Flush()
    {
        if (!_stream || _output.WrittenCount == 0) return;
        _reply.Chunk(_writer.ContentType, _output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    private FinishReason Reason(GenerationEnd end) => end switch
    {
        GenerationEnd.MostTokens or GenerationEnd.ContextFull => FinishReason.Length,
        GenerationEnd.Stopped when _stops.Met is not null => FinishReason.StopSequence,
        _ => FinishReason.Stop,
    };
}
