using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>Callers that leave, wait or are sent away: the backend's work ends with theirs.</summary>
public sealed class LeavingCallerFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const string Endless = "[[tokens:20000]] [[gap:20]]";

    public static TheoryData<Dialect, Dialect> Pairs =>
        [.. from caller in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic] from backend in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic] select (caller, backend)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Pairs))]
    public async Task One_that_leaves_in_mid_stream_cancels_the_backend(Dialect caller, Dialect backend)
    {
        await using var busy = await one.BackendAsync(backend);

        using (var response = await one.Caller.OpenAsync(caller, busy.Model, Endless)) Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        Assert.True((await busy.Server.WaitForCancellationAsync(Cancel)).Tokens < 20_000);
        Assert.Equal(499, (await one.UsageOfAsync(busy)).GetProperty("status").GetInt32());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_leaves_while_waiting_cancels_the_backend(bool stream)
    {
        await using var hanging = await one.BackendAsync(Dialect.Ollama, "hang");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var request = Ask.Request(Dialect.OpenAi, hanging.Model, "Hello", stream);
        var asking = one.Caller.SendAsync(request, leaving.Token);
        await hanging.Server.WaitForRequestAsync(r => r.Path == "/api/chat", Cancel);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await hanging.Server.WaitForCancellationAsync(Cancel);
        Assert.Equal(499, (await one.UsageOfAsync(hanging)).GetProperty("status").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_leaves_the_queue_never_reaches_the_backend()
    {
        await using var narrow = await one.BackendAsync(Dialect.OpenAi, maxConcurrency: 1, maxQueue: 1);
        using var running = await one.Caller.OpenAsync(Dialect.OpenAi, narrow.Model, Endless);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asking = await WaitingAsync(narrow, "queued", leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await one.UsageAsync(r => r.GetProperty("requestedModel").GetString() == narrow.Model && r.GetProperty("status").GetInt32() == 499);
        var list = await one.Admin.GetFromJsonAsync<JsonElement>("/api/backends", Cancel);
        Assert.Equal(0, Answer.Items(list).Single(b => b.GetProperty("name").GetString() == narrow.Name).GetProperty("queued").GetInt32());
        Assert.DoesNotContain(narrow.Server.Requests, r => r.BodyText.Contains("queued", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task A_full_queue_refuses_with_the_time_to_come_back(Dialect caller)
    {
        await using var narrow = await one.BackendAsync(Dialect.Ollama, maxConcurrency: 1, maxQueue: 0);
        using var running = await one.Caller.OpenAsync(Dialect.OpenAi, narrow.Model, Endless);

        var answer = await one.Caller.ChatAsync(caller, narrow.Model, "Hello", stream: true);

        Assert.Equal(503, answer.Status);
        Assert.Contains("busy", answer.Error, StringComparison.Ordinal);
        Assert.True(int.Parse(answer.Header("Retry-After"), System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_waited_learns_how_long()
    {
        await using var narrow = await one.BackendAsync(Dialect.OpenAi, maxConcurrency: 1, maxQueue: 1);
        var running = await one.Caller.OpenAsync(Dialect.OpenAi, narrow.Model, Endless);
        var asking = await WaitingAsync(narrow, "[[say:at last]]", Cancel);

        running.Dispose();

        using var response = await asking;
        var answer = new Answer(Dialect.OpenAi, (int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Headers.ToDictionary(h => h.Key, h => h.Value.First(), StringComparer.OrdinalIgnoreCase));
        Assert.Equal((200, "at last"), (answer.Status, answer.Said));
        Assert.NotEqual("", answer.Header("x-ziggie-queue-ms"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task A_key_that_is_deleted_ends_its_running_stream(Dialect caller)
    {
        await using var busy = await one.BackendAsync(Dialect.OpenAi);
        using var made = await one.Admin.PostAsJsonAsync("/api/keys", new { name = $"to-be-deleted-{Guid.NewGuid():N}" }, Cancel);
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        using var client = one.Ziggie.Client(key.GetProperty("key").GetString()!);
        using var running = await client.OpenAsync(caller, busy.Model, Endless);

        using var deleted = await one.Admin.DeleteAsync($"/api/keys/{key.GetProperty("id").GetString()}", Cancel);

        Assert.True(deleted.IsSuccessStatusCode);
        var rest = new Answer(caller, 200, await running.Content.ReadAsStringAsync(Cancel), new Dictionary<string, string>());
        Assert.Contains("revoked", rest.ErrorInStream, StringComparison.Ordinal);
        Assert.False(rest.SaysDone);
        await busy.Server.WaitForCancellationAsync(Cancel);
        Assert.Equal(401, (await client.ChatAsync(caller, busy.Model, "Hello", stream: false)).Status);
    }

    /// <summary>A request that is known to wait: there is room for one, and the other of two was refused.</summary>
    private async Task<Task<HttpResponseMessage>> WaitingAsync(TestBackend narrow, string prompt, CancellationToken leaving)
    {
        var first = SendAsync();
        var second = SendAsync();
        var refused = await Task.WhenAny(first, second);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
        return refused == first ? second : first;

        async Task<HttpResponseMessage> SendAsync()
        {
            using var request = Ask.Request(Dialect.OpenAi, narrow.Model, prompt, stream: true);
            return await one.Caller.SendAsync(request, leaving);
        }
    }
}
