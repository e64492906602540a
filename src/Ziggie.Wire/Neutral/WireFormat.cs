using System.Buffers;

namespace Ziggie.Wire;

/// <summary>
/// One endpoint's format, both ways round: as the caller's (read a request, write a reply) and as the backend's (write a request,
/// read a reply). N formats translate to each other through <see cref="ModelRequest"/> and <see cref="IReplySink"/>.
/// Instances hold no state; <see cref="WireFormats"/> has them all.
/// </summary>
public abstract class WireFormat
{
    /// <summary>For metrics and routes, e.g. <c>openai.chat</c>.</summary>
    public abstract string Name { get; }

    public abstract Dialect Dialect { get; }

    public abstract Operation Operation { get; }

    /// <summary>Path at a backend, relative to its base address: <c>/chat/completions</c> (the base ends in /v1), <c>/api/chat</c>, <c>/v1/messages</c>.</summary>
    public abstract string Path { get; }

    /// <summary>What <c>stream</c> means when it is not said: true for Ollama's chat and generate.</summary>
    public virtual bool StreamsByDefault => false;

    /// <summary>How a streamed reply is framed.</summary>
    public abstract Framing Framing { get; }

    /// <summary>Reads a caller's request. Throws <see cref="WireException"/> naming the field at fault.</summary>
    public abstract ModelRequest ReadRequest(ReadOnlyMemory<byte> body);

    /// <summary>Writes a request for a backend. Throws <see cref="WireException"/> where something cannot be said in this format and would change the answer.</summary>
    /// <param name="model">The backend's own name for the model.</param>
    public abstract void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped);

    /// <summary>Reads one backend reply.</summary>
    public abstract ReplyReader CreateReader(bool stream);

    /// <summary>Writes one reply for a caller.</summary>
    public abstract ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output);
}

/// <summary>How events of a stream are told apart.</summary>
public enum Framing
{
    /// <summary><c>data: …</c> and an empty line.</summary>
    Sse,

    /// <summary>One JSON value a line.</summary>
    Ndjson,
}

/// <summary>What a reply's writer needs to know of the request.</summary>
/// <param name="Id">Unique, without a dialect's prefix; writers add theirs ("chatcmpl-", "msg_").</param>
/// <param name="Model">The name to show: what the caller asked for.</param>
/// <param name="Created">When the request came.</param>
/// <param name="Request">The request as read.</param>
/// <param name="Time">For Ollama's durations, where the backend measured none.</param>
public sealed record ReplyContext(string Id, string Model, DateTimeOffset Created, ModelRequest Request, TimeProvider Time)
{
    public bool Stream => Request.Stream;
    public bool IncludeUsage => Request.IncludeUsage;

    /// <summary><see cref="TimeProvider.GetTimestamp"/> when the request came.</summary>
    public long StartedAt { get; init; }

    /// <summary>Whether OpenAI's formats tell how long reading and generating took, in llama-server's words.</summary>
    public bool Timings { get; init; }

    /// <summary>Name of the backend that answers, for Ziggie's own format.</summary>
    public string? Backend { get; init; }
}

/// <summary>Reads one backend's reply, frame by frame (or the whole body at once when not streamed), and pushes what it says. Not thread-safe.</summary>
public abstract class ReplyReader
{
    /// <summary>Whether the reply came to its proper end: a finish reason and, where the dialect has one, the closing frame.</summary>
    public bool Finished { get; protected set; }

    /// <summary>Reads one frame. Throws <see cref="WireException"/> with <see cref="ErrorKind.Backend"/> on what is not this dialect.</summary>
    /// <param name="eventName">SSE's event name, empty where none.</param>
    /// <param name="data">SSE's data, an NDJSON line, or the whole body.</param>
    public abstract void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink);
}

/// <summary>
/// Writes one reply in the caller's format into a buffer as events come; whoever owns the buffer flushes it. When not streamed it
/// gathers and writes the body in <see cref="Complete"/>. Not thread-safe.
/// </summary>
public abstract class ReplyWriter : IReplySink
{
    /// <summary>The reply's media type.</summary>
    public abstract string ContentType { get; }

    public abstract void Start(string? id, string? model);
    public abstract void Text(ReadOnlySpan<byte> utf8);
    public abstract void Thinking(ReadOnlySpan<byte> utf8);
    public virtual void ThinkingSignature(ReadOnlySpan<byte> utf8) { }
    public abstract void ToolCall(int index, string id, string name);
    public abstract void ToolArguments(int index, ReadOnlySpan<byte> utf8);
    public virtual void LogProbs(ReadOnlySpan<byte> json) { }
    public virtual void Embedding(int index, ReadOnlySpan<float> vector) { }
    public abstract void Finish(FinishReason reason, string? stopSequence);
    public abstract void Usage(in TokenUsage usage);

    /// <summary>Streamed: tells the failure in the stream, after which nothing more is written and no closing frame (<c>[DONE]</c>, <c>done</c>, <c>message_stop</c>).</summary>
    public abstract void Error(WireError error);

    /// <summary>Writes what closes the reply. Not after <see cref="Error"/>.</summary>
    public abstract void Complete();
}
