namespace Ziggie.Transport;

/// <summary>Who waits for bytes of a <see cref="ReadySocket"/>.</summary>
internal interface IReadable
{
    /// <summary>There may be bytes, or the end. On Linux this comes on the socket's own loop: it must not block.</summary>
    void Readable();
}
