using System.Buffers;
using System.Security.Cryptography;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>Whether a file that is there is the one that is wanted.</summary>
internal static class FileHash
{
    private const int Step = 1 << 20;

    /// <summary>Reads the whole file, and tells the pull's watchers how far it is.</summary>
    public static async Task<bool> IsAsync(string path, Digest digest, Pull pull, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Step);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            long done = 0;
            var total = file.Length;
            if (total > Step) pull.Begin("verifying sha256 digest", null, () => (total, Volatile.Read(ref done)));
            for (int read; (read = await file.ReadAsync(buffer.AsMemory(0, Step), cancel)) > 0; Volatile.Write(ref done, done + read)) hash.AppendData(buffer, 0, read);
            return Convert.ToHexStringLower(hash.GetCurrentHash()) == digest.Hex;
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, Path.GetDirectoryName(path)!);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
