using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>Whether what comes is a GGUF file.</summary>
internal static class GgufCheck
{
    /// <summary>By its first bytes, so that what is none ends early.</summary>
    public static void Start(IRangeSource source, ReadOnlySpan<byte> first)
    {
        if (!source.IsModel || first.StartsWith("GGUF"u8)) return;
        var why = first.Length > 0 && first.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? "it is a web page; name the address that the page's download button has" : "it does not begin as one";
        throw new PullException(PullFault.Corrupt, $"What {source.Host} sends is no GGUF file: {why}.");
    }

    /// <summary>By its whole structure.</summary>
    public static async Task WholeAsync(IRangeSource source, PartialFile file, string name, CancellationToken cancel)
    {
        if (!source.IsModel) return;
        await Task.Run(
            () =>
            {
                using var stream = file.OpenRead();
                try
                {
                    GgufFile.Read(stream, name, cancel);
                }
                catch (GgufException e)
                {
                    throw new PullException(PullFault.Corrupt, $"What {source.Host} sent cannot be used, and was thrown away. {e.Message}", e);
                }
            },
            cancel);
    }
}
