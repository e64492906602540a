using System.Buffers;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The frames of one reply: found in the bytes as they come, read by the meter, and kept or translated until they are passed on.</summary>
internal sealed class FrameStream : IDisposable
{
    private readonly Relay _relay;
    private readonly ReplyReader _reader;
    private readonly Framing _framing;
    private readonly Meter _meter;
    private readonly bool _passThrough;
    private readonly bool _hideUsage;
    private readonly ReplyWriter? _writer;
    private readonly PooledBuffer _tail = PooledBuffer.Lazy();
    private readonly PooledBuffer _held = PooledBuffer.Lazy();

    public FrameStream(Relay relay)
    {
        _relay = relay;
        _meter = relay.Exchange.Meter;
        _framing = relay.Request.Format.Framing;
        _reader = relay.Request.Format.CreateReader(stream: true);
        _passThrough = relay.Request.PassThrough && relay.Exchange.Stream;
        _hideUsage = _passThrough && relay.Request.Format.Dialect == Dialect.OpenAi && !relay.Exchange.Head.IncludeUsage;
        var translation = _passThrough ? default : relay.Reply.Translate(relay.Exchange, _held);
        _writer = translation.Writer;
        _meter.Begin(translation.Sink);
    }

    /// <summary>A finish reason came.</summary>
    public bool Finished => _reader.Finished;

    /// <summary>The dialect's closing frame came: nothing follows.</summary>
    public bool Ended { get; private set; }

    /// <summary>Bytes of a frame that is not whole yet.</summary>
    public int TailLength => _tail.WrittenCount;

    /// <summary>Bytes that wait to be passed on.</summary>
    public int HeldLength => _held.WrittenCount;

    /// <summary>Takes bytes as they came.</summary>
    public void Read(ReadOnlySpan<byte> piece)
    {
        var fromTail = _tail.WrittenCount > 0;
        if (fromTail) _tail.Write(piece);
        var data = fromTail ? _tail.WrittenSpan : piece;
        var position = 0;
        var keptFrom = 0;
        while (!Ended && Frames.TryRead(_framing, data[position..], out var frame, out var length))
        {
            if (!ReadFrame(frame))
            {
                _held.Write(data[keptFrom..position]);
                keptFrom = position + length;
            }
            position += length;
            if (_meter.Failure is not null) return;
        }
        _held.Write(data[keptFrom..position]);
        if (fromTail)
        {
            _tail.Consume(position);
            if (_tail.WrittenCount == 0) _tail.Release();
        }
        else if (position < data.Length && !Ended)
        {
            _tail.Write(data[position..]);
        }
    }

    /// <summary>The body ended; what is left may be a last frame without its line end.</summary>
    public void End()
    {
        if (Ended || _tail.WrittenCount == 0) return;
        _tail.Write(_framing == Framing.Sse ? "\n\n"u8 : "\n"u8);
        Read(default);
    }

    /// <summary>Writes what closes a translated reply.</summary>
    public void Complete() => _writer?.Complete();

    /// <summary>Moves what was held to the caller's side; false where there was nothing.</summary>
    public bool Pass()
    {
        if (!_passThrough && _writer is null) return _meter.HasContent;
        if (_held.WrittenCount == 0) return false;
        if (!_relay.Reply.Started) _relay.Reply.Start(_relay.Exchange, 200, ContentType, -1);
        _relay.Reply.Output.Write(_held.WrittenSpan);
        _held.Release();
        return true;
    }

    public void Dispose()
    {
        _tail.Dispose();
        _held.Dispose();
    }

    private string ContentType => _writer?.ContentType ?? (_framing == Framing.Sse ? "text/event-stream" : "application/x-ndjson");

    /// <summary>False where the frame's bytes are not to be passed on.</summary>
    private bool ReadFrame(in Frame frame)
    {
        if (frame.IsComment) return _passThrough;
        _meter.BeginFrame();
        _reader.Read(frame.EventName, frame.Data, _meter);
        Ended = _relay.Request.Format.Dialect == Dialect.OpenAi ? frame.Data.SequenceEqual("[DONE]"u8) : _reader.Finished;
        return _passThrough && !(_hideUsage && _meter.OnlyUsage);
    }
}
