using Ziggie.Engine.Native;
using Ziggie.Engine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Engine.Batching;

/// <summary>
/// One model's loop, on a thread of its own: any number of generations share each step. (1) takes up what waits, (2) goes on with every
/// running stream by one token, (3) reads as much of waiting prompts as the pace allows. Each of the last two is a batch of its own, in
/// which (4) the next token of who has come so far is chosen and told: in one batch the streams would look at as many remembered tokens
/// as the longest prompt has.
/// </summary>
internal sealed class Runner : IDisposable
{
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly BatchBuffer _batch;
    private readonly Candidates _candidates;
    private readonly Slot[] _slots;
    private readonly Pace _pace;
    private readonly Inbox _inbox;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly List<(Slot Slot, int Index)> _outputs = [];
    private readonly List<Slot> _reading = [];
    private long _uses;

    public Runner(LlamaModel model, LlamaContext context, TimeProvider time)
    {
        (_model, _context, _time) = (model, context, time);
        _batch = new BatchBuffer(context.Batch);
        _candidates = new Candidates(model.Vocabulary.Size);
        _slots = [.. Enumerable.Range(0, context.Sequences).Select(i => new Slot(i))];
        _pace = new Pace(context.Batch);
        _inbox = new Inbox(context);
        _thread = new Thread(Loop) { Name = "engine", IsBackground = true };
    }

    /// <summary>Tokens that a prompt and its answer can have together.</summary>
    public int Context => _context.Context;
    public int Slots => _slots.Length;

    /// <summary>Tokens a second, lately, of all streams together; 0 while nothing runs.</summary>
    public Speed Speed { get; } = new();

    /// <summary>Generations that have a slot now.</summary>
    public int Running => _slots.Count(s => s.IsBusy);

    public void Start() => _thread.Start();

    /// <summary>Waits for a free slot in the order of arrival.</summary>
    /// <exception cref="EngineException">The prompt does not fit.</exception>
    public void Add(Generation generation)
    {
        if (generation.Prompt.Length >= Context)
        {
            throw new EngineException("context_length_exceeded", $"The prompt has {generation.Prompt.Length} tokens, but the context of this model holds {Context} here, prompt and answer together. Shorten it, or give the model a larger context (engine.models).")
            { Kind = ErrorKind.BadRequest, Param = "messages" };
        }
        _inbox.Add(generation);
    }

    /// <summary>Ends a generation between two tokens, or in the middle of its prompt.</summary>
    public void Cancel(Generation generation) => _inbox.Cancel(generation);

    /// <summary>Fails what runs and waits, and ends the thread.</summary>
    public void Dispose()
    {
        _inbox.Close();
        if (_thread.IsAlive) _thread.Join();
        _inbox.Dispose();
        _batch.Dispose();
        _candidates.Dispose();
        _context.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            var busy = Array.Exists(_slots, s => s.IsBusy);
            if (!busy) Speed.Rest();
            if (!_inbox.Wait(idle: !busy)) break;
            DropCancelled();
            TakeUp();
            Step();
        }
        var closing = new EngineException("model.unloaded", "The model was unloaded before the answer was complete.");
        foreach (var slot in _slots.Where(s => s.IsBusy)) Fail(slot, closing);
        foreach (var waiting in _inbox.Rest()) waiting.Listener.Failed(closing);
    }

    private void DropCancelled()
    {
        foreach (var slot in _slots)
            if (slot.Generation is { IsCancelled: true }) End(slot, GenerationEnd.Cancelled);
    }

    // 1
    private void TakeUp()
    {
        while (_inbox.First() is { } generation)
        {
            if (generation.IsCancelled)
            {
                _inbox.TakeFirst();
                generation.Listener.Ended(GenerationEnd.Cancelled, default);
                continue;
            }
            if (SlotPicker.Pick(_slots, generation.Prompt) is not { } choice) return;
            _inbox.TakeFirst();
            Begin(generation, choice);
        }
    }

    private void Begin(Generation generation, SlotChoice choice)
    {
        var slot = choice.Slot;
        Sampler sampler;
        try
        {
            sampler = new Sampler(generation.Sampling, _model.Vocabulary, generation.Prompt);
        }
        catch (EngineException e)
        {
            generation.Listener.Failed(e);
            return;
        }
        if (choice.CopyFrom is { } source)
        {
            _context.Forget(slot.Sequence, 0);
            _context.Copy(source.Sequence, slot.Sequence);
            slot.TakeOver(source);
        }
        // The last token of the prompt is read again: what comes after it is wanted.
        var common = Math.Min(slot.CommonPrefix(generation.Prompt), generation.Prompt.Length - 1);
        if (common < slot.Count && !_context.Forget(slot.Sequence, common))
        {
            _context.Forget(slot.Sequence, 0);
            common = 0;
        }
        slot.LastUse = ++_uses;
        slot.Begin(generation, sampler, common, _time.GetTimestamp());
    }

    private void Step()
    {
        var before = _time.GetTimestamp();
        var streams = GoOn();
        DropCancelled();
        var told = streams + ReadPrompts(streams);
        Speed.Add(told, _time.GetElapsedTime(before));
    }

    // 2
    private int GoOn()
    {
        _batch.Clear();
        _outputs.Clear();
        foreach (var slot in _slots)
        {
            if (slot.Generation is null || slot.Generated == 0) continue;
            slot.Reading = 1;
            _outputs.Add((slot, _batch.Add(slot.Next, slot.Count, slot.Sequence, output: true)));
        }
        var streams = _outputs.Count;
        if (streams > 0 && Compute() is { } took) _pace.WentOn(took);
        return streams;
    }

    // 3
    private int ReadPrompts(int streams)
    {
        _batch.Clear();
        _outputs.Clear();
        _reading.Clear();
        foreach (var slot in _slots)
            if (slot.PromptLeft > 0) _reading.Add(slot);
        if (_reading.Count == 0) return 0;
        var (ofShort, ofLong) = (_pace.ShortTokens(streams), _pace.LongTokens(streams));
        var (shortTokens, longTokens) = (0, 0);
        // Short ones first; among equals the one that waits longest, since reading several in parts would make all of them late.
        _reading.Sort((a, b) => (a.Unread > ofShort, a.LastUse).CompareTo((b.Unread > ofShort, b.LastUse)));
        foreach (var slot in _reading)
        {
            if (slot.Unread > ofShort) longTokens += FillPrompt(slot, Math.Min(ofLong - longTokens, _batch.Free));
            else if (slot.PromptLeft <= Math.Min(ofShort - shortTokens, _batch.Free)) shortTokens += FillPrompt(slot, slot.PromptLeft);
        }
        if (_batch.Count > 0 && Compute() is { } took) _pace.Read(shortTokens, longTokens, alone: streams == 0, took);
        return _outputs.Count;
    }

    private int FillPrompt(Slot slot, int most)
    {
        var prompt = slot.Generation!.Prompt;
        var count = Math.Min(most, slot.PromptLeft);
        for (var i = 0; i < count; i++)
        {
            var position = slot.Count + i;
            var last = position == prompt.Length - 1;
            var index = _batch.Add(prompt[position], position, slot.Sequence, output: last);
            if (last) _outputs.Add((slot, index));
        }
        slot.Reading = count;
        return count;
    }

    /// <returns>How long it took; null where it failed.</returns>
    private TimeSpan? Compute()
    {
        _inbox.Computing(_slots);
        var before = _time.GetTimestamp();
        var result = _context.Decode(_batch.Batch);
        var took = _time.GetElapsedTime(before);
        _inbox.Computed();
        if (result != 0)
        {
            Failed(result);
            return null;
        }
        foreach (var slot in _slots) Remember(slot);
        Tell();
        return took;
    }

    private static void Remember(Slot slot)
    {
        for (; slot.Reading > 0; slot.Reading--) slot.Read(slot.Generated > 0 ? slot.Next : slot.Generation!.Prompt[slot.Count]);
    }

    /// <summary>The step did not come to its end: what it had put into the memory is taken out again.</summary>
    private void Failed(int result)
    {
        foreach (var slot in _slots.Where(s => s.Reading > 0))
        {
            slot.Reading = 0;
            if (!_context.Forget(slot.Sequence, slot.Count))
            {
                _context.Forget(slot.Sequence, 0);
                slot.Truncate(0);
            }
            // Aborted because its caller left: the others go on.
            if (result == 2 && (slot.Count > 0 || slot.Generated == 0)) continue;
            Fail(slot, new EngineException("engine.decode", $"llama.cpp could not compute the next token (it answered {result})."));
        }
    }

    // 4
    private unsafe void Tell()
    {
        foreach (var (slot, index) in _outputs)
        {
            var generation = slot.Generation!;
            if (generation.IsCancelled) continue;
            if (generation.MostTokens == 0)
            {
                End(slot, GenerationEnd.MostTokens);
                continue;
            }
            try
            {
                var logits = _context.Logits(index, _model.Vocabulary.Size);
                var token = slot.Sampler!.Pick(logits, _candidates.Data);
                if (slot.Generated++ == 0) slot.FirstTokenAt = _time.GetTimestamp();
                slot.Next = token;
                Tell(slot, generation, token, logits);
            }
            catch (EngineException e)
            {
                Fail(slot, e);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A fault in one answer is no reason to end the others.
                Fail(slot, new EngineException("engine.internal", $"The engine failed: {e.GetType().Name}: {e.Message}", e));
            }
        }
    }

    private void Tell(Slot slot, Generation generation, int token, ReadOnlySpan<float> logits)
    {
        if (_model.Vocabulary.EndsGeneration(token))
        {
            End(slot, GenerationEnd.EndOfTurn);
            return;
        }
        Span<byte> piece = stackalloc byte[256];
        var length = _model.Vocabulary.Piece(token, piece, special: _model.Vocabulary.IsControl(token) && generation.Listener.Shows(token));
        if (length < 0) piece = _model.Vocabulary.Piece(token, special: false);
        else piece = piece[..length];
        if (!generation.Listener.Take(token, piece, logits)) End(slot, GenerationEnd.Stopped);
        else if (slot.Generated >= generation.MostTokens) End(slot, GenerationEnd.MostTokens);
        else if (slot.Count + 1 >= Context) End(slot, GenerationEnd.ContextFull);
    }

    private void End(Slot slot, GenerationEnd end)
    {
        var generation = slot.Generation!;
        var cost = Cost(slot);
        slot.End();
        Guard(() => generation.Listener.Ended(end, cost));
    }

    private static void Fail(Slot slot, EngineException failure)
    {
        var generation = slot.Generation!;
        slot.End();
        Guard(() => generation.Listener.Failed(failure));
    }

    /// <summary>The loop goes on whatever a listener does.</summary>
    private static void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Console.Error.WriteLine($"error: a listener failed: {e}");
        }
    }

    private GenerationCost Cost(Slot slot)
    {
        var first = slot.FirstTokenAt == 0 ? _time.GetTimestamp() : slot.FirstTokenAt;
        return new(slot.Generation!.Prompt.Length, slot.Cached, slot.Generated, Nanoseconds(slot.StartedAt, first), Nanoseconds(first, _time.GetTimestamp()));
    }

    private long Nanoseconds(long from, long to) => (long)(_time.GetElapsedTime(from, to).TotalMilliseconds * 1e6);
}
