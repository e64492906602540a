namespace Ziggie.Models.Pulls.Transfer;

/// <summary>A file of another server, of which ranges can be had.</summary>
internal interface IRangeSource
{
    /// <summary>For messages.</summary>
    string Host { get; }

    /// <summary>What an unfinished file must be of, to be gone on with.</summary>
    string Identity { get; }

    /// <summary>Whether an ETag tells another file. A digest tells better, and several servers behind one name may each have ETags of their own.</summary>
    bool HeedsMark { get; }

    /// <summary>What the file's size must be; null where nobody knows before it is asked for.</summary>
    long? Length { get; }

    /// <summary>Whether it must be a GGUF file.</summary>
    bool IsModel { get; }

    /// <summary>Asks for the bytes from <paramref name="from"/> up to and with <paramref name="to"/>; null: the whole file.</summary>
    Task<HttpResponseMessage> OpenAsync(long from, long? to, CancellationToken cancel);
}
