using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway.Paths;

/// <summary>Callers of every dialect that ask without a pause, and remember every answer.</summary>
internal sealed class SteadyCallers : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<string, Answer> _answers = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly SemaphoreSlim _answered = new(0);
    private readonly Task _asking;

    public SteadyCallers(HttpClient client, string model) => _asking = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => AskAsync(client, model, i))));

    /// <summary>Returns once that many more were answered, each of them well.</summary>
    public async Task MoreAsync(int count)
    {
        // Those of before do not count.
        while (await _answered.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken))
        {
        }
        for (var i = 0; i < count; i++)
        {
            var answered = _answered.WaitAsync(TestContext.Current.CancellationToken);
            // A caller that failed tells why.
            if (await Task.WhenAny(answered, _asking) == _asking) await _asking;
            await answered;
        }
    }

    /// <summary>Ends them, and gives the ids of what they asked.</summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await _enough.CancelAsync();
        await _asking;
        return [.. _answers.Keys];
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
        _answered.Dispose();
    }

    /// <summary>Each of these ids is in the usage once, and nothing else is.</summary>
    public static async Task AreInUsageOnceAsync(IReadOnlyCollection<string> asked, ZiggieProcess ziggie)
    {
        List<string> recorded = [];
        await Eventually.TrueAsync(async () => (recorded = await RecordedAsync(ziggie)).Count >= asked.Count);
        Assert.Empty(asked.Except(recorded));
        Assert.Empty(recorded.Except(asked));
        Assert.Equal(asked.Count, recorded.Count);
    }

    /// <summary>The ids of all requests in the usage.</summary>
    public static async Task<List<string>> RecordedAsync(ZiggieProcess ziggie)
    {
        var all = new List<string>();
        for (var next = "/api/usage/requests?limit=1000"; next is not null;)
        {
            var page = await ziggie.Admin.GetFromJsonAsync<JsonElement>(next, TestContext.Current.CancellationToken);
            all.AddRange(Answer.Items(page).Select(r => r.GetProperty("requestId").GetString()!));
            next = page.GetProperty("next").GetString() is { } cursor ? $"/api/usage/requests?limit=1000&cursor={Uri.EscapeDataString(cursor)}" : null;
        }
        return all;
    }

    private async Task AskAsync(HttpClient client, string model, int number)
    {
        for (var i = number; !_enough.IsCancellationRequested; i++)
        {
            var answer = await client.ChatAsync((Dialect)(i % 3), model, "Hello", stream: i % 2 == 0);
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.True(_answers.TryAdd(answer.Header("x-request-id"), answer));
            _answered.Release();
        }
    }
}
