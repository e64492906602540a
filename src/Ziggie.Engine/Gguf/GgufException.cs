namespace Ziggie.Engine.Gguf;

/// <summary>A model file that cannot be used. The message is for people: what, where and how to mend it.</summary>
public sealed class GgufException : Exception
{
    public GgufException(GgufFault fault, string message, long? offset = null, string? key = null, Exception? cause = null)
        : base(message, cause)
    {
        Fault = fault;
        Offset = offset;
        Key = key;
    }

    public GgufFault Fault { get; }

    /// <summary>Where in the file, in bytes from its start.</summary>
    public long? Offset { get; }

    /// <summary>The metadata key or tensor that it is about.</summary>
    public string? Key { get; }
}
