using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ziggie.Conversations;
using Ziggie.Gateway;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Conversations;

public abstract class ConversationFunctionalTests(TestDatabase fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_answered_and_kept()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync(new { model = "m1", system = "Be brief." });
        var (question, answer) = await ann.AskAsync(id, new { content = "How far is the moon?", options = new { temperature = 0.2, maxTokens = 50, thinking = true } });
        var call = await host.Door.NextAsync();
        Assert.Equal(("m1", true, 0.2, 50), (call.Request.Model, call.Request.Stream, call.Request.Sampling.Temperature, call.Request.Sampling.MaxTokens));
        Assert.True(call.Request.Thinking!.Enabled);
        Assert.Equal([(MessageRole.System, "Be brief."), (MessageRole.User, "How far is the moon?")], call.Request.Messages.Select(m => (m.Role, m.Text)));
        Assert.Equal(("conversation", ann.Name), (call.Origin.Door, call.Caller.UserId));
        call.Think("Hm.");
        call.Text("About ");
        call.Text("384 400 km.");
        call.Complete();
        var detail = await ann.SettledAsync(id);
        Assert.Equal("How far is the moon?", (string?)detail["title"]);
        var message = detail["messages"]![1]!;
        Assert.Equal((answer, question, "done", "About 384 400 km.", "Hm."),
            ((string?)message["id"], (string?)message["parentId"], (string?)message["status"], (string?)message["content"], (string?)message["thinking"]));
        Assert.Equal(("b1", "m-at-b1", "stop", 7), ((string?)message["backend"], (string?)message["model"], (string?)message["finishReason"], (int)message["usage"]!["promptTokens"]!));
        Assert.NotNull(message["timings"]!["firstTokenMs"]);

        await ann.AskAsync(id, new { content = "And the sun?" });
        var next = await host.Door.NextAsync();
        Assert.Equal(["Be brief.", "How far is the moon?", "About 384 400 km.", "And the sun?"], next.Request.Messages.Select(m => m.Text));
        Assert.DoesNotContain(next.Request.Messages.SelectMany(m => m.Parts), p => p is ThinkingPart);
        next.Complete();
        await ann.SettledAsync(id);
    }

    [Fact]
    public async Task An_answer_goes_on_when_its_watchers_leave_and_is_there_on_return()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        FakeCall call;
        using (var tab = await host.Host.ConnectAsync(ann.Name, "/api/feeds/ws"))
        {
            await tab.SendAsync(new { type = "subscribe", topic = $"conversation:{id}" });
            await tab.UntilAsync(m => (string?)m["type"] == "snapshot");
            await ann.AskAsync(id, new { content = "Tell me a story." });
            call = await host.Door.NextAsync();
            call.Text("Once ");
            await tab.UntilAsync(m => (string?)m["event"] == "message.delta");
        }
        call.Text("upon ");
        var detail = await ann.DetailAsync(id);
        Assert.Equal("running", (string?)detail["messages"]![1]!["status"]);
        Assert.StartsWith("Once ", (string?)detail["messages"]![1]!["content"], StringComparison.Ordinal);
        call.Text("a time.");
        call.Complete();
        Assert.Equal("Once upon a time.", (string?)(await ann.SettledAsync(id))["messages"]![1]!["content"]);
    }

    [Fact]
    public async Task Stop_cancels_the_backends_work_and_keeps_the_text()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        Assert.False((bool)(await ann.StopAsync(id))["stopped"]!);
        var (_, answer) = await ann.AskAsync(id, new { content = "Count to a million." });
        var call = await host.Door.NextAsync();
        call.Text("One, two");
        var stopped = await ann.StopAsync(id);
        Assert.Equal((true, answer), ((bool)stopped["stopped"]!, (string?)stopped["messageId"]));
        await call.CancelledAsync();
        call.Text(", three");
        var message = (await ann.DetailAsync(id))["messages"]![1]!;
        Assert.Equal(("stopped", "One, two"), ((string?)message["status"], (string?)message["content"]));
        Assert.Null(message["error"]);

        await ann.AskAsync(id, new { content = "Go on." });
        Assert.Equal(["Count to a million.", "One, two", "Go on."], (await host.Door.NextAsync()).Request.Messages.Select(m => m.Text));
    }

    [Fact]
    public async Task A_failed_answer_says_why_keeps_its_text_and_can_be_made_anew()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        var (question, answer) = await ann.AskAsync(id, new { content = "Hello?" });
        var call = await host.Door.NextAsync();
        call.Text("He");
        call.Fail(new WireError(ErrorKind.Backend, "The backend b1 dropped the connection.", "backend_died"));
        var message = (await ann.SettledAsync(id))["messages"]![1]!;
        Assert.Equal(("failed", "He", "backend_died"), ((string?)message["status"], (string?)message["content"], (string?)message["error"]!["code"]));

        var (none, anew) = await ann.AskAsync(id, new { regenerate = answer, model = "m2" });
        Assert.Null(none);
        var second = await host.Door.NextAsync();
        Assert.Equal("m2", second.Request.Model);
        Assert.Equal(["Hello?"], second.Request.Messages.Select(m => m.Text));
        second.Text("Hello!");
        second.Complete();
        var detail = await ann.SettledAsync(id);
        Assert.Equal([question, anew], detail["messages"]!.AsArray().Select(m => (string?)m!["id"]));

        await ann.AskAsync(id, new { content = "Good day?", replaceFrom = question });
        Assert.Equal(["Good day?"], (await host.Door.NextAsync()).Request.Messages.Select(m => m.Text));
    }

    [Fact]
    public async Task A_question_without_an_answer_is_asked_together_with_the_next()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "One?" });
        (await host.Door.NextAsync()).Fail(new WireError(ErrorKind.Overloaded, "No backend is up."));
        Assert.Equal("overloaded", (string?)(await ann.SettledAsync(id))["messages"]![1]!["error"]!["code"]);
        await ann.AskAsync(id, new { content = "Two?" });
        Assert.Equal(["One?\n\nTwo?"], (await host.Door.NextAsync()).Request.Messages.Select(m => m.Text));
    }

    [Fact]
    public async Task A_stopped_answer_knows_its_backend()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "?" });
        ((IRouteSink)(await host.Door.NextAsync()).Sink).Routed("b7", "m7", "exact");
        await ann.StopAsync(id);
        var message = (await ann.DetailAsync(id))["messages"]![1]!;
        Assert.Equal(("b7", "m7"), ((string?)message["backend"], (string?)message["model"]));
    }

    [Fact]
    public async Task A_conversation_is_begun_without_a_body()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        using var response = await ann.Http.PostAsync("/api/conversations", null, Cancel);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"content":7}""")]
    [InlineData("""{"content":"\ud800"}""")]
    [InlineData("""{"content":"x","images":{}}""")]
    [InlineData("""{"content":"x","options":{"maxTokens":1e30}}""")]
    public async Task A_body_that_is_not_a_message_is_bad_input(string body)
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await ann.Http.PostAsync($"/api/conversations/{id}/messages", content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Pictures_go_to_the_model_and_are_served_to_their_owner_alone()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        var base64 = Convert.ToBase64String([1, 2, 3, 4]);
        await ann.AskAsync(id, new { content = "What is it?", images = new[] { new { mediaType = "image/png", base64 } } });
        var call = await host.Door.NextAsync();
        var part = Assert.Single(call.Request.Messages[0].Parts.OfType<ImagePart>());
        Assert.Equal(("image/png", base64), (part.MediaType, part.Base64));
        call.Complete();
        var detail = await ann.SettledAsync(id);
        var url = (string)detail["messages"]![0]!["images"]![0]!["url"]!;
        using var picture = await ann.Http.GetAsync(url, Cancel);
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal([1, 2, 3, 4], await picture.Content.ReadAsByteArrayAsync(Cancel));
        var root = await host.NewUserAsync("admin");
        using var refused = await root.Http.GetAsync(url, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task One_answer_at_a_time_in_a_conversation_and_so_many_for_a_user()
    {
        await using var host = await ConversationHost.StartAsync(fixture, new ConversationLimits { ShutdownGrace = TimeSpan.Zero, RunningPerUser = 2 });
        var ann = await host.NewUserAsync();
        var ids = new[] { await ann.BeginAsync(), await ann.BeginAsync(), await ann.BeginAsync() };
        await ann.AskAsync(ids[0], new { content = "1" });
        var first = await host.Door.NextAsync();
        await RefusedAsync(ann, ids[0], new { content = "again" }, HttpStatusCode.Conflict, "already_running");
        await ann.AskAsync(ids[1], new { content = "2" });
        await RefusedAsync(ann, ids[2], new { content = "3" }, HttpStatusCode.TooManyRequests, "too_many_running");
        var bob = await host.NewUserAsync();
        await bob.AskAsync(await bob.BeginAsync(), new { content = "4" });
        first.Complete();
        await ann.SettledAsync(ids[0]);
        await ann.AskAsync(ids[2], new { content = "3" });
    }

    [Fact]
    public async Task A_reply_without_an_end_is_cut_off()
    {
        await using var host = await ConversationHost.StartAsync(fixture, new ConversationLimits { ShutdownGrace = TimeSpan.Zero, ReplyLength = 1000 });
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "Never stop." });
        var call = await host.Door.NextAsync();
        for (var i = 0; i < 50; i++) call.Text(new string('x', 100));
        await call.CancelledAsync();
        var message = (await ann.SettledAsync(id))["messages"]![1]!;
        Assert.Equal(("failed", "reply_too_long"), ((string?)message["status"], (string?)message["error"]!["code"]));
        Assert.Equal(1100, ((string)message["content"]!).Length);
    }

    [Fact]
    public async Task A_revoked_users_answer_stops()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "Go on for ever." });
        var call = await host.Door.NextAsync();
        host.Host.Callers.Revoke(ann.Name);
        await call.CancelledAsync();
    }

    [Fact]
    public async Task A_deleted_conversations_answer_stops()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        using var events = await TestEventStream.OpenAsync(ann.Http, $"/api/conversations/{id}/events");
        await ann.AskAsync(id, new { content = "Go on for ever." });
        var call = await host.Door.NextAsync();
        using var deleted = await ann.Http.DeleteAsync($"/api/conversations/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await call.CancelledAsync();
        TestEvent? last = null;
        while (await events.NextAsync() is { } news) last = news;
        Assert.Equal("conversation.deleted", last!.Type);
        using var gone = await ann.Http.GetAsync($"/api/conversations/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_a_crash_left_is_marked_and_keeps_its_text()
    {
        string id;
        ConversationClient ann;
        var now = TimeProvider.System.GetUtcNow();
        await using (var host = await ConversationHost.StartAsync(fixture))
        {
            ann = await host.NewUserAsync();
            id = await ann.BeginAsync();
            var turns = new TurnStore(fixture.Database, new ConversationLimits(), TimeProvider.System);
            var begun = Assert.IsType<TurnStart.Begun>(await turns.BeginAsync(ann.Name, id, new Turn { Content = "?" }, "q" + id, "a" + id, Cancel));
            await new AnswerStore(fixture.Database, TimeProvider.System).SaveAsync(begun.Answer.Id, "Once upon", null, Cancel);
        }
        // On PostgreSQL another replica might be at work, so it has to have been silent for a while.
        await using var again = await ConversationHost.StartAsync(fixture, new ConversationLimits { ShutdownGrace = TimeSpan.Zero, DeadAfter = TimeSpan.FromSeconds(-1) });
        var client = new ConversationClient(ann.Name, again.Host.As(ann.Name));
        var message = (await client.SettledAsync(id))["messages"]![1]!;
        Assert.Equal(("failed", "Once upon", "restarted"), ((string?)message["status"], (string?)message["content"], (string?)message["error"]!["code"]));
        Assert.Equal("Ziggie was restarted while this was being written.", (string?)message["error"]!["message"]);
    }

    [Fact]
    public async Task Text_is_saved_while_it_is_written()
    {
        await using var host = await ConversationHost.StartAsync(fixture, new ConversationLimits { ShutdownGrace = TimeSpan.Zero, SaveInterval = TimeSpan.FromMilliseconds(10) });
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        await ann.AskAsync(id, new { content = "?" });
        var call = await host.Door.NextAsync();
        call.Text("Once upon");
        var store = new ConversationStore(fixture.Database, new ConversationLimits(), TimeProvider.System);
        await Eventually.TrueAsync(async () =>
            (await store.ReadAsync(ann.Name, id, imageData: false, Cancel))!.Messages[1] is { Content: "Once upon", Status: MessageStatus.Running });
        call.Complete();
        await ann.SettledAsync(id);
    }

    [Fact]
    public async Task Stopping_waits_for_answers_and_then_cuts_them_off()
    {
        var limits = new ConversationLimits { ShutdownGrace = TimeSpan.FromMilliseconds(200) };
        ConversationClient ann;
        string quick, slow;
        await using (var host = await ConversationHost.StartAsync(fixture, limits))
        {
            ann = await host.NewUserAsync();
            (quick, slow) = (await ann.BeginAsync(), await ann.BeginAsync());
            await ann.AskAsync(quick, new { content = "quick" });
            var first = await host.Door.NextAsync();
            await ann.AskAsync(slow, new { content = "slow" });
            var second = await host.Door.NextAsync();
            second.Text("Half");
            var stopping = host.Host.App.StopAsync(Cancel);
            first.Text("Whole");
            first.Complete();
            await stopping;
        }
        var store = new ConversationStore(fixture.Database, limits, TimeProvider.System);
        var whole = (await store.ReadAsync(ann.Name, quick, imageData: false, Cancel))!.Messages[1];
        var half = (await store.ReadAsync(ann.Name, slow, imageData: false, Cancel))!.Messages[1];
        Assert.Equal((MessageStatus.Done, "Whole"), (whole.Status, whole.Content));
        Assert.Equal((MessageStatus.Failed, "Half", "interrupted"), (half.Status, half.Content, half.Error!.Code));
    }

    [Fact]
    public async Task Others_see_nothing_and_viewers_may_not()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync(new { title = "Mine" });
        foreach (var role in new[] { "member", "admin" })
        {
            var other = await host.NewUserAsync(role);
            foreach (var path in new[] { "", "/events", "/export", "/messages/x/images/0" })
            {
                using var response = await other.Http.GetAsync($"/api/conversations/{id}{path}", Cancel);
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            }
            using var asked = await other.PostAsync(id, new { content = "hi" });
            using var stopped = await other.Http.PostAsync($"/api/conversations/{id}/stop", null, Cancel);
            using var patched = await other.Http.PatchAsJsonAsync($"/api/conversations/{id}", new { title = "x" }, Cancel);
            using var deleted = await other.Http.DeleteAsync($"/api/conversations/{id}", Cancel);
            Assert.All([asked, stopped, patched, deleted], r => Assert.Equal(HttpStatusCode.NotFound, r.StatusCode));
            Assert.Empty((await other.GetAsync("/api/conversations"))["items"]!.AsArray());
        }
        var viewer = await host.NewUserAsync("viewer");
        using var refused = await viewer.Http.GetAsync("/api/conversations", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Others_get_no_events_and_their_own_list_only()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var root = await host.NewUserAsync("admin");
        var id = await ann.BeginAsync();
        using var spy = await host.Host.ConnectAsync(root.Name, "/api/feeds/ws");
        await spy.SendAsync(new { type = "subscribe", topic = $"conversation:{id}" });
        Assert.Equal("not_found", (string?)(await spy.ReceiveAsync())!["code"]);
        await spy.SendAsync(new { type = "subscribe", topic = "conversations" });
        Assert.Empty((await spy.ReceiveAsync())!["data"]!["items"]!.AsArray());
        using var everything = await TestEventStream.OpenAsync(root.Http, "/api/events");

        await ann.AskAsync(id, new { content = "secret" });
        var call = await host.Door.NextAsync();
        call.Text("whisper");
        call.Complete();
        await ann.SettledAsync(id);
        var own = await root.BeginAsync(new { title = "Root's" });
        var news = await spy.ReceiveAsync();
        Assert.Equal(("conversation.created", own), ((string?)news!["event"], (string?)news["data"]!["id"]));
        Assert.Equal(own, (string?)(await everything.NextAsync())!.Data["data"]!["id"]);
    }

    [Fact]
    public async Task Changes_of_the_list_are_told()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        using var tab = await host.Host.ConnectAsync(ann.Name, "/api/feeds/ws");
        await tab.SendAsync(new { type = "subscribe", topic = "conversations" });
        await tab.UntilAsync(m => (string?)m["type"] == "snapshot");
        var id = await ann.BeginAsync();
        Assert.Equal("conversation.created", (string?)(await tab.ReceiveAsync())!["event"]);
        await ann.AskAsync(id, new { content = "First words" });
        var began = await tab.ReceiveAsync();
        Assert.Equal(("First words", true), ((string?)began!["data"]!["title"], (bool)began["data"]!["running"]!));
        (await host.Door.NextAsync()).Complete();
        Assert.False((bool)(await tab.ReceiveAsync())!["data"]!["running"]!);
        using var patched = await ann.Http.PatchAsJsonAsync($"/api/conversations/{id}", new { title = "Renamed" }, Cancel);
        Assert.Equal("Renamed", (string?)(await tab.ReceiveAsync())!["data"]!["title"]);
        using var deleted = await ann.Http.DeleteAsync($"/api/conversations/{id}", Cancel);
        Assert.Equal("conversation.deleted", (string?)(await tab.ReceiveAsync())!["event"]);
    }

    [Theory]
    [InlineData("""{"content":""}""", "content")]
    [InlineData("""{"content":"   "}""", "content")]
    [InlineData("""{}""", "content")]
    [InlineData("""{"content":"a\u0000b"}""", "content")]
    [InlineData("""{"content":"x","options":{"temperature":-1}}""", "options.temperature")]
    [InlineData("""{"content":"x","options":{"maxTokens":0}}""", "options.maxTokens")]
    [InlineData("""{"content":"x","options":{"stop":[null]}}""", "options.stop")]
    [InlineData("""{"content":"x","images":[{"mediaType":"text/html","base64":"AAAA"}]}""", "images[0].mediaType")]
    [InlineData("""{"content":"x","images":[{"mediaType":"image/png","base64":"not base64!"}]}""", "images[0].base64")]
    [InlineData("""{"content":"x","images":[null]}""", "images[0].base64")]
    [InlineData("""{"content":"x","regenerate":"y"}""", "content")]
    [InlineData("""{"replaceFrom":"x","regenerate":"y"}""", "regenerate")]
    [InlineData("""{"regenerate":"y"}""", "regenerate")]
    [InlineData("""{"content":"x","replaceFrom":"y"}""", "replaceFrom")]
    public async Task Bad_questions_are_refused_naming_the_field(string body, string field)
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await ann.Http.PostAsync($"/api/conversations/{id}/messages", content, Cancel);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, problem["errors"]!.AsObject().Select(e => e.Key));
        Assert.Empty((await ann.DetailAsync(id))["messages"]!.AsArray());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=x")]
    [InlineData("?cursor=1.%27")]
    [InlineData("?cursor=-1.a")]
    public async Task Bad_pages_are_refused(string query)
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        using var response = await ann.Http.GetAsync("/api/conversations" + query, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_list_pages_and_searches()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        for (var i = 0; i < 5; i++) await ann.BeginAsync(new { title = $"Trip {i} to the moon" });
        var first = await ann.GetAsync("/api/conversations?limit=3&q=" + Uri.EscapeDataString("\"moon\" tri"));
        Assert.Equal(3, first["items"]!.AsArray().Count);
        var second = await ann.GetAsync($"/api/conversations?limit=3&q=moon&cursor={Uri.EscapeDataString((string)first["next"]!)}");
        Assert.Equal(2, second["items"]!.AsArray().Count);
        Assert.Null(second["next"]);
        Assert.Empty((await ann.GetAsync("/api/conversations?q=%00"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_conversation_is_exported()
    {
        await using var host = await ConversationHost.StartAsync(fixture);
        var ann = await host.NewUserAsync();
        var id = await ann.BeginAsync(new { title = "Mond/../\"x\"" });
        await ann.AskAsync(id, new { content = "How far?", images = new[] { new { mediaType = "image/png", base64 = "AAAA" } } });
        var call = await host.Door.NextAsync();
        call.Text("384 400 km");
        call.Complete();
        await ann.SettledAsync(id);
        using var markdown = await ann.Http.GetAsync($"/api/conversations/{id}/export", Cancel);
        var text = await markdown.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("## You", text, StringComparison.Ordinal);
        Assert.Contains("384 400 km", text, StringComparison.Ordinal);
        Assert.DoesNotContain('/', markdown.Content.Headers.ContentDisposition!.FileName!);
        var json = await ann.GetAsync($"/api/conversations/{id}/export?format=json");
        Assert.Equal("AAAA", (string?)json["messages"]![0]!["images"]![0]!["base64"]);
        using var bad = await ann.Http.GetAsync($"/api/conversations/{id}/export?format=pdf", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private static async Task RefusedAsync(ConversationClient client, string id, object message, HttpStatusCode status, string code)
    {
        using var response = await client.PostAsync(id, message);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["code"]);
    }
}

public sealed class SqliteConversationFunctionalTests(SqliteTestDatabase database) : ConversationFunctionalTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresConversationFunctionalTests(PostgresTestDatabase database) : ConversationFunctionalTests(database), IClassFixture<PostgresTestDatabase>;
