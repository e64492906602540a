using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>What is to be fetched, and what it becomes.</summary>
/// <param name="Status">What watchers are told.</param>
/// <param name="Path">Where it comes into being, whole.</param>
/// <param name="Partial">Where it is until then.</param>
/// <param name="Digest">What it must hash to; null where nobody said.</param>
/// <param name="IsThere">Whether it is there already, and right.</param>
internal sealed record Wanted(string Status, string Path, string Partial, Digest? Digest, IRangeSource Source, Func<CancellationToken, Task<bool>> IsThere);

/// <summary>Fetches files for pulls, each by one at a time among all processes.</summary>
internal sealed class Fetcher(Retries.Options options, DiskSpace space)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public async Task BringAsync(Pull pull, Wanted wanted, CancellationToken cancel)
    {
        var since = options.Time.GetTimestamp();
        for (var told = false; !await wanted.IsThere(cancel); told = true)
        {
            using var file = PartialFile.TryOpen(wanted.Partial);
            if (file is null)
            {
                if (!told) pull.Begin("waiting for another pull of the same file");
                if (options.Time.GetElapsedTime(since) > options.Pull.OtherProcess) throw new PullException(PullFault.Busy, $"Another process fetches {wanted.Partial} and does not come to an end. Stop that one, then pull again.");
                await Task.Delay(s_look, options.Time, cancel);
                continue;
            }
            // Whoever had it open before may have brought it whole meanwhile.
            if (File.Exists(wanted.Path)) continue;
            await FetchAsync(pull, wanted, file, cancel);
            return;
        }
    }

    private async Task FetchAsync(Pull pull, Wanted wanted, PartialFile file, CancellationToken cancel)
    {
        var transfer = new FileTransfer(wanted.Source, file, options, needed => space.Check(pull.Source.Name, needed, Path.GetDirectoryName(wanted.Partial)!));
        pull.Begin(wanted.Status, wanted.Digest?.ToString(), () => (transfer.Total, transfer.Fetched));
        try
        {
            var sha256 = await transfer.RunAsync(() => pull.Begin("verifying sha256 digest", null, () => (transfer.Total, transfer.Verified)), cancel);
            if (wanted.Digest is { } digest && digest.Hex != sha256)
                throw new PullException(PullFault.Corrupt, $"What {wanted.Source.Host} sent has the digest sha256:{sha256}, but it must be {digest}. It was thrown away; pull again, and if it comes wrong again, the file there is not the one that was named.");
            await GgufCheck.WholeAsync(wanted.Source, file, pull.Source.Name, cancel);
        }
        catch (PullException e) when (e.Fault == PullFault.Corrupt)
        {
            file.Discard();
            throw;
        }
        file.MoveTo(wanted.Path);
    }
}
