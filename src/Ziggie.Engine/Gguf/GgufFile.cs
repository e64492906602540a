namespace Ziggie.Engine.Gguf;

/// <summary>
/// What a GGUF file says of itself: metadata and the list of its tensors, all checked, without the weights. Reading it takes little
/// memory and time whatever the file says.
/// </summary>
public sealed record GgufFile
{
    /// <summary>Of the format: 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>In the file's order.</summary>
    public required IReadOnlyDictionary<string, GgufValue> Metadata { get; init; }

    /// <summary>Of all parts.</summary>
    public required IReadOnlyList<GgufTensor> Tensors { get; init; }

    /// <summary>The file, or the files that the model was split into, the first one first.</summary>
    public required IReadOnlyList<GgufPart> Parts { get; init; }

    /// <summary>Where the weights begin in the first part.</summary>
    public long DataOffset => Parts[0].DataOffset;

    /// <summary>Of all parts, in bytes.</summary>
    public long Size => Parts.Sum(p => p.Size);

    /// <summary>Reads a file, and beside the first of several parts the others.</summary>
    /// <exception cref="GgufException">It cannot be used; the message says why.</exception>
    public static GgufFile Read(string path, CancellationToken cancel = default) => GgufParts.Read(path, cancel);

    /// <summary>Reads one file from a stream that can seek, from its start.</summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="GgufException">It cannot be used; the message says why.</exception>
    public static GgufFile Read(Stream stream, string name, CancellationToken cancel = default)
    {
        using var cursor = new GgufCursor(stream, name, cancel);
        return GgufReader.Read(cursor, part: 0);
    }
}
