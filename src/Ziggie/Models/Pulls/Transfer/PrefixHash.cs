using System.Buffers;
using System.Security.Cryptography;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>Hashes a file while it comes, as far as there is no gap, so that little is left to read at the end.</summary>
internal sealed class PrefixHash(PartialFile file) : IDisposable
{
    private const int Step = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _generation = file.Generation;
    private long _hashed;

    public long Hashed => Volatile.Read(ref _hashed);

    /// <summary>Hashes whatever is there now.</summary>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Step);
        try
        {
            while (true)
            {
                if (_generation != file.Generation) Reset();
                var ready = file.Prefix - _hashed;
                if (ready <= 0) return;
                var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Step, ready)), _hashed, cancel);
                if (_generation != file.Generation) continue;
                if (read == 0) throw new PullException(PullFault.Disk, $"{file.Path} became shorter while it was written.");
                _hash.AppendData(buffer, 0, read);
                Volatile.Write(ref _hashed, _hashed + read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Of all that was hashed, as 64 digits.</summary>
    public string Hex() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();

    private void Reset()
    {
        _generation = file.Generation;
        _hash.GetHashAndReset();
        Volatile.Write(ref _hashed, 0);
    }
}
