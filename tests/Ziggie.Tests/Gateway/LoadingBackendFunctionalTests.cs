using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>A backend that takes long to load its model: the line is kept alive, and what comes of it is told in the stream.</summary>
public sealed class LoadingBackendFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static readonly Dialect[] Dialects = [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    /// <summary>Longer than the line is left silent.</summary>
    private const string Loading = "slow-load for=16s";

    [Fact(Timeout = 120_000)]
    public async Task Callers_of_event_streams_get_comments_until_it_answers_or_fails()
    {
        await using var slow = await one.BackendAsync(Dialect.Ollama, Loading);
        await using var failing = await one.BackendAsync(Dialect.OpenAi, "hang");
        var answers = Dialects.Select(d => one.Caller.ChatAsync(d, slow.Model, "[[say:awake at last]]", stream: true)).ToList();
        var whole = one.Caller.ChatAsync(Dialect.OpenAi, slow.Model, "[[say:awake at last]]", stream: false);
        using var hanging = await one.Caller.OpenAsync(Dialect.Anthropic, failing.Model, "Hello");
        // The head alone: the first comment has come. Now the backend goes away.
        await failing.Server.DisposeAsync();

        foreach (var answer in await Task.WhenAll(answers))
        {
            Assert.Equal((200, "awake at last", true, null), (answer.Status, answer.Said, answer.SaysDone, answer.ErrorInStream));
            // A stream of JSON lines has no comments.
            Assert.Equal(answer.Caller != Dialect.Ollama, answer.Body.StartsWith(": ping\n\n", StringComparison.Ordinal));
        }
        Assert.Equal((200, "awake at last"), ((await whole).Status, (await whole).Said));
        var broken = new Answer(Dialect.Anthropic, (int)hanging.StatusCode, await hanging.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), new Dictionary<string, string>());
        Assert.Equal((200, false), (broken.Status, broken.SaysDone));
        Assert.StartsWith(": ping\n\n", broken.Body, StringComparison.Ordinal);
        Assert.Contains(failing.Name, broken.ErrorInStream, StringComparison.Ordinal);
    }
}
