using System.Buffers;
using System.Security.Cryptography;
using Ziggie.Engine.Batching;
using Ziggie.Engine.Host;
using Ziggie.Engine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>A request made ready for a model.</summary>
internal sealed record Prepared(int[] Tokens, SamplerOptions Sampling, IReadOnlyList<string> Stops, ITextParser Parser, IReadOnlySet<int> Shown);

/// <summary>Answers chats and completions.</summary>
internal sealed class Chats(TimeProvider time)
{
    public async Task AnswerAsync(WireFormat format, ModelRequest asked, ModelLease lease, HttpReply reply, CancellationToken left)
    {
        var model = lease.Model;
        var runner = model.Runner ?? throw new EngineException("model_cannot_chat", $"\"{model.Spec.Name}\" makes vectors and no text; ask it at /v1/embeddings.") { Kind = ErrorKind.BadRequest, Param = "model" };
        var prepared = Prepare(asked, model);
        var output = new ArrayBufferWriter<byte>(512);
        var context = new ReplyContext(RandomNumberGenerator.GetHexString(24, lowercase: true), asked.Model, time.GetUtcNow(), asked, time) { Timings = true };
        var plan = new AnswerPlan(prepared.Stops, asked.Sampling.LogProbs == true ? asked.Sampling.TopLogProbs ?? 0 : null, prepared.Shown, (long)(lease.Waited.TotalMilliseconds * 1e6));
        var answer = new Answer(plan, model.Vocabulary, prepared.Parser, format.CreateWriter(context, output), output, reply, asked.Stream);
        var generation = new Generation(prepared.Tokens, prepared.Sampling, MostTokens(asked, model, runner), answer);
        runner.Add(generation);
        using var cancel = left.UnsafeRegister(_ => runner.Cancel(generation), null);
        await answer.Done;
    }

    public Prepared Prepare(ModelRequest asked, LoadedModel model)
    {
        EngineFields.Check(asked);
        if (asked.Sampling.Choices > 1) throw new WireException("n must be 1 here; send several requests, they share the work.", "n", "unsupported_parameter");
        var sampling = Samplings.Of(asked, model);
        return asked.Operation == Operation.Completion ? Completions.Prepare(asked, model, sampling) : Prompts.Prepare(asked, model, sampling, time);
    }

    private static int MostTokens(ModelRequest asked, LoadedModel model, Runner runner) => Math.Clamp(asked.Sampling.MaxTokens ?? model.Defaults.Sampling.MaxTokens ?? int.MaxValue, 0, runner.Context) switch
    {
        0 => asked.Sampling.MaxTokens == 0 ? 0 : runner.Context,
        var most => most,
    };
}
