using System.Text.Json;
using Ziggie.Feeds;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Models.Pulls;

/// <summary>How pulls stand, for pages that show it.</summary>
internal sealed class PullFeed(PullService pulls) : IFeedSampler
{
    public string Topic => "pulls";

    public Permissions Needs => Permissions.Read | Permissions.Models;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    public ValueTask<ReadOnlyMemory<byte>> SampleAsync(CancellationToken cancel) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new Page<PullView>([.. pulls.All().Select(PullView.Of)], null), ModelsJson.Default.PagePullView));
}
