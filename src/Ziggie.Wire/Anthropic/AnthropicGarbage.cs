namespace Ziggie.Wire.Anthropic;

/// <summary>What is no reply of this dialect; told without showing it.</summary>
internal static class AnthropicGarbage
{
    public static WireException Exception() =>
        new(new WireError(ErrorKind.Backend, "The backend sent something that is not a reply in Anthropic's format.", "backend_garbage"));

    public static WireError Fault(ReadOnlySpan<byte> data) =>
        BackendFault.TryRead(data, out var fault) ? fault.ToError() : new WireError(ErrorKind.Backend, "The backend reported a failure without saying which.");
}
