using System.Buffers;
using System.Threading.Channels;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// Passes one reply on to a WebSocket. The gateway pushes without waiting, so pieces gather here while the socket is busy (a busy socket gets
/// fewer, larger ones); a reader that is too slow even for that ends the reply.
/// </summary>
internal sealed class LlmReply(string id, JsonSocket socket, int maxWaitingBytes, Action tooSlow) : IReplySink, IRouteSink
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private List<Piece> _waiting = [];
    private long _waitingBytes;
    private bool _started;
    private string? _backend;

    public TokenUsage Tokens { get; private set; }

    public FinishReason Reason { get; private set; }

    public WireError? Failure { get; private set; }

    public bool IsTooSlow { get; private set; }

    public void Routed(string backend, string model, string route) => _backend = backend;

    public void Start(string? id, string? model) => EnsureStarted(model);

    public void Text(ReadOnlySpan<byte> utf8) => Add(PieceKind.Text, 0, utf8);

    public void Thinking(ReadOnlySpan<byte> utf8) => Add(PieceKind.Thinking, 0, utf8);

    public void ThinkingSignature(ReadOnlySpan<byte> utf8)
    {
    }

    public void ToolCall(int index, string id, string name)
    {
        EnsureStarted(null);
        Add(LlmFrames.ToolCall(index, id, name));
    }

    public void ToolArguments(int index, ReadOnlySpan<byte> utf8) => Add(PieceKind.ToolArguments, index, utf8);

    public void LogProbs(ReadOnlySpan<byte> json)
    {
    }

    public void Embedding(int index, ReadOnlySpan<float> vector)
    {
    }

    public void Finish(FinishReason reason, string? stopSequence) => Reason = reason;

    public void Usage(in TokenUsage usage) => Tokens = Tokens.Merge(usage);

    public void Error(WireError error) => Failure = error;

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _signal.Writer.TryComplete();

    /// <summary>Sends until the reply is complete and all of it is sent, or the peer is gone.</summary>
    public async Task SendAllAsync()
    {
        bool more;
        do
        {
            more = await _signal.Reader.WaitToReadAsync();
            _signal.Reader.TryRead(out _);
            foreach (var piece in Take())
            {
                if (!await socket.SendAsync(piece.Frame(), CancellationToken.None)) return;
            }
        }
        while (more);
    }

    private void EnsureStarted(string? model)
    {
        if (_started) return;
        _started = true;
        Add(LlmFrames.Start(id, model, _backend));
    }

    private void Add(byte[] frame)
    {
        lock (_gate) _waiting.Add(new Piece(frame));
        _signal.Writer.TryWrite(true);
    }

    private void Add(PieceKind kind, int index, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || IsTooSlow) return;
        EnsureStarted(null);
        lock (_gate)
        {
            _waitingBytes += utf8.Length;
            if (_waitingBytes > maxWaitingBytes)
            {
                IsTooSlow = true;
            }
            else
            {
                if (_waiting.Count == 0 || !_waiting[^1].Takes(kind, index)) _waiting.Add(new Piece(kind, index));
                _waiting[^1].Text.Write(utf8);
            }
        }
        if (IsTooSlow) tooSlow();
        else _signal.Writer.TryWrite(true);
    }

    private List<Piece> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            _waitingBytes = 0;
            return taken;
        }
    }

    private sealed class Piece
    {
        private readonly byte[]? _frame;
        private readonly PieceKind _kind;
        private readonly int _index;

        public Piece(byte[] frame) => _frame = frame;

        public Piece(PieceKind kind, int index) => (_kind, _index) = (kind, index);

        public ArrayBufferWriter<byte> Text { get; } = new();

        public bool Takes(PieceKind kind, int index) => _frame is null && _kind == kind && _index == index;

        public byte[] Frame() => _frame ?? LlmFrames.Piece(_kind, _index, Text.WrittenMemory);
    }
}
