using System.Buffers;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The caller's side of a request: where the reply goes. The pipeline does not know whether it is a socket or a caller inside the process.</summary>
internal interface IReply
{
    /// <summary>The head has been decided; from here on failures can only be told in the stream.</summary>
    bool Started { get; }

    /// <summary>Decides the head. Nothing is sent before the first flush or the end.</summary>
    /// <param name="length">Bytes of the body, or -1 where they are not known.</param>
    void Start(Exchange exchange, int status, string contentType, long length);

    /// <summary>Takes bytes of the body.</summary>
    IBufferWriter<byte> Output { get; }

    /// <summary>Sends what was written. Waits where the caller reads slowly; throws <see cref="OperationCanceledException"/> when it is gone.</summary>
    ValueTask FlushAsync();

    /// <summary>Where translated events go: a writer of the caller's format, or the inner caller's own sink. A new one for each attempt.</summary>
    /// <param name="buffer">Where a writer puts its bytes.</param>
    ReplyTranslation Translate(Exchange exchange, IBufferWriter<byte> buffer);
}

/// <summary>The caller's end of a translation.</summary>
/// <param name="Writer">Null for a caller inside the process, who takes the events themselves.</param>
internal readonly record struct ReplyTranslation(IReplySink Sink, ReplyWriter? Writer);
