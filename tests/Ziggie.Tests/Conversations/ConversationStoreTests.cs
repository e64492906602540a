using Ziggie.Conversations;
using Ziggie.Storage;
using Ziggie.Tests.Storage;

namespace Ziggie.Tests.Conversations;

public abstract class ConversationStoreTests(TestDatabase fixture)
{
    private readonly ConversationStore _store = new(fixture.Database, new ConversationLimits(), TimeProvider.System);
    private readonly TurnStore _turns = new(fixture.Database, new ConversationLimits { ContentBytesTogether = 2000, ImageBytesTogether = 100 }, TimeProvider.System);
    private readonly AnswerStore _answers = new(fixture.Database, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static string NewId() => Guid.NewGuid().ToString("N");

    internal static async Task<string> AddUserAsync(IDatabase database)
    {
        var id = NewId();
        await AddUserAsync(database, id);
        return id;
    }

    internal static Task AddUserAsync(IDatabase database, string id) => database.WriteAsync((connection, _, cancel) => connection.RunAsync(
        "INSERT INTO users (id, username, username_key, password_hash, role, created_at) VALUES (@id, @id, @id, 'x', 'member', 0) ON CONFLICT (id) DO NOTHING",
        cancel, ("@id", id)), Cancel);

    [Fact]
    public async Task A_turn_goes_from_question_to_answer()
    {
        var (user, id) = await BeginConversationAsync();
        var begun = Assert.IsType<TurnStart.Begun>(await AskAsync(user, id, "How far is the moon?\nIn km."));
        Assert.Equal("How far is the moon?", begun.Conversation.Title);
        Assert.Equal(MessageStatus.Running, begun.Answer.Status);
        Assert.Equal(begun.Question!.Id, begun.Answer.ParentId);
        Assert.True(Assert.Single(await _store.ListAsync(user, [], null, 10, Cancel)).Running);
        Assert.IsType<TurnStart.AlreadyRunning>(await AskAsync(user, id, "And the sun?"));

        Assert.True(await _answers.SaveAsync(begun.Answer.Id, "About 384", "hm", Cancel));
        var end = new MessageEnded(begun.Answer.Id, MessageStatus.Done, null, "stop", new MessageUsage(7, 3, null, null), "b", "m", new MessageTimings(null, 5, 9));
        Assert.NotNull(await _answers.EndAsync(end, "About 384 400.", "hm", Cancel));
        Assert.Null(await _answers.EndAsync(end with { Status = MessageStatus.Failed }, "Too late.", null, Cancel));
        Assert.False(await _answers.SaveAsync(begun.Answer.Id, "Too late.", null, Cancel));

        var detail = await _store.ReadAsync(user, id, imageData: false, Cancel);
        Assert.Equal(["How far is the moon?\nIn km.", "About 384 400."], detail!.Messages.Select(m => m.Content));
        var answer = detail.Messages[1];
        Assert.Equal((MessageStatus.Done, "hm", "b", "m", "stop"), (answer.Status, answer.Thinking, answer.Backend, answer.Model, answer.FinishReason));
        Assert.Equal((7, 3), (answer.Usage!.PromptTokens, answer.Usage.CompletionTokens));
        Assert.Equal(9, answer.Timings!.TotalMs);
    }

    [Fact]
    public async Task Another_users_conversation_does_not_exist()
    {
        var (user, id) = await BeginConversationAsync();
        var begun = Assert.IsType<TurnStart.Begun>(await AskAsync(user, id, "secret", [new TurnImage("image/png", [1, 2, 3])]));
        var other = await AddUserAsync(fixture.Database);
        Assert.Null(await _store.FindAsync(other, id, Cancel));
        Assert.Null(await _store.ReadAsync(other, id, imageData: false, Cancel));
        Assert.Null(await _store.UpdateAsync(other, id, new ConversationPatch("mine", null, null), Cancel));
        Assert.Null(await _store.ImageAsync(other, id, begun.Question!.Id, 0, Cancel));
        Assert.False(await _store.DeleteAsync(other, id, Cancel));
        Assert.IsType<TurnStart.NoConversation>(await AskAsync(other, id, "hello"));
        Assert.Empty(await _store.ListAsync(other, SearchWord.Parse("secret"), null, 10, Cancel));
        Assert.Single(await _store.ListAsync(user, SearchWord.Parse("secret"), null, 10, Cancel));
        Assert.Equal([1, 2, 3], (await _store.ImageAsync(user, id, begun.Question.Id, 0, Cancel))!.Data);
    }

    [Fact]
    public async Task An_edited_question_and_all_after_it_go_to_the_past()
    {
        var (user, id) = await BeginConversationAsync();
        var first = await AskAndEndAsync(user, id, "one", "eins", [new TurnImage("image/png", [1])]);
        var second = await AskAndEndAsync(user, id, "two", "zwei");
        var begun = Assert.IsType<TurnStart.Begun>(await AskAsync(user, id, "uno", replaceFrom: first.Question!.Id));
        Assert.Equal(4, begun.Removed.Count);
        Assert.Contains(second.Answer.Id, begun.Removed);
        Assert.Equal("image/png", Assert.Single(begun.Question!.Images!).MediaType);
        var detail = await _store.ReadAsync(user, id, imageData: false, Cancel);
        Assert.Equal(["uno", ""], detail!.Messages.Select(m => m.Content));
        Assert.Null(detail.Messages[0].ParentId);
        Assert.Empty(await _store.ListAsync(user, SearchWord.Parse("zwei"), null, 10, Cancel));
        Assert.Single(await _store.ListAsync(user, SearchWord.Parse("uno"), null, 10, Cancel));
    }

    [Fact]
    public async Task An_answer_made_anew_keeps_its_question()
    {
        var (user, id) = await BeginConversationAsync();
        var turn = await AskAndEndAsync(user, id, "one", "eins");
        var begun = Assert.IsType<TurnStart.Begun>(await RegenerateAsync(user, id, turn.Answer.Id));
        Assert.Null(begun.Question);
        Assert.Equal(turn.Question!.Id, begun.Answer.ParentId);
        Assert.Equal([turn.Answer.Id], begun.Removed);
        await EndAsync(begun.Answer.Id, "uno");
        var again = Assert.IsType<TurnStart.Begun>(await RegenerateAsync(user, id, turn.Question.Id));
        Assert.Equal([begun.Answer.Id], again.Removed);
    }

    [Fact]
    public async Task What_cannot_be_replaced_is_refused_and_nothing_changes()
    {
        var (user, id) = await BeginConversationAsync();
        var turn = await AskAndEndAsync(user, id, "one", "eins");
        var (_, elsewhere) = await BeginConversationAsync(user);
        Assert.Equal("replaceFrom", Assert.IsType<TurnStart.NoSuchMessage>(await AskAsync(user, id, "x", replaceFrom: turn.Answer.Id)).Field);
        Assert.IsType<TurnStart.NoSuchMessage>(await AskAsync(user, id, "x", replaceFrom: "nothing"));
        Assert.IsType<TurnStart.NoSuchMessage>(await RegenerateAsync(user, elsewhere, turn.Answer.Id));
        Assert.IsType<TurnStart.TooLarge>(await AskAsync(user, id, new string('x', 3000), replaceFrom: turn.Question!.Id));
        Assert.IsType<TurnStart.TooLarge>(await AskAsync(user, id, "x", [new TurnImage("image/png", new byte[101])]));
        Assert.Equal(["one", "eins"], (await _store.ReadAsync(user, id, imageData: false, Cancel))!.Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task Of_many_questions_at_once_one_is_asked()
    {
        var (user, id) = await BeginConversationAsync();
        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => AskAsync(user, id, $"question {i}")));
        Assert.Single(starts, s => s is TurnStart.Begun);
        Assert.Equal(9, starts.Count(s => s is TurnStart.AlreadyRunning));
        Assert.Equal(2, (await _store.ReadAsync(user, id, imageData: false, Cancel))!.Messages.Count);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_double()
    {
        var user = await AddUserAsync(fixture.Database);
        var made = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            made.Add(NewId());
            await _store.CreateAsync(user, made[^1], new NewConversation($"c{i}", null, null), Cancel);
        }
        var seen = new List<string>();
        (long, string)? before = null;
        while (await _store.ListAsync(user, [], before, 10, Cancel) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(c => c.Id));
            Assert.True(ListCursor.TryParse(ListCursor.After(page[^1]), out before));
        }
        Assert.Equal(made.Order(), seen.Order());
        Assert.Equal(25, seen.Count);
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_takes_away_what_is_empty()
    {
        var (user, id) = await BeginConversationAsync();
        var row = await _store.UpdateAsync(user, id, new ConversationPatch("Moon", "m1", "Be brief."), Cancel);
        Assert.Equal(("Moon", "m1", "Be brief."), (row!.Title, row.Model, row.System));
        row = await _store.UpdateAsync(user, id, new ConversationPatch(null, "", null), Cancel);
        Assert.Equal(("Moon", null, "Be brief."), (row!.Title, row.Model, row.System));
        await AskAsync(user, id, "A question does not change a title that was given.");
        Assert.Equal("Moon", (await _store.FindAsync(user, id, Cancel))!.Title);
        Assert.Single(await _store.ListAsync(user, SearchWord.Parse("moon"), null, 10, Cancel));
    }

    [Fact]
    public async Task A_deleted_conversation_leaves_nothing_behind()
    {
        var (user, id) = await BeginConversationAsync();
        await AskAndEndAsync(user, id, "unfindable", "afterwards", [new TurnImage("image/png", [1])]);
        var before = await RowsAsync();
        Assert.True(await _store.DeleteAsync(user, id, Cancel));
        Assert.Equal(before - 1 - 2 - 1 - 3, await RowsAsync());
    }

    [Fact]
    public async Task A_deleted_users_conversations_go_too()
    {
        var before = await RowsAsync();
        var (user, id) = await BeginConversationAsync();
        await AskAndEndAsync(user, id, "unfindable", "afterwards", [new TurnImage("image/png", [1])]);
        await fixture.Database.WriteAsync((c, _, stop) => c.RunAsync("DELETE FROM users WHERE id = @user", stop, ("@user", user)), Cancel);
        Assert.Equal(before, await RowsAsync());
    }

    [Theory]
    [InlineData("moon")]
    [InlineData("MOON")]
    [InlineData("moo")]
    [InlineData("384 moon")]
    [InlineData("\"moon\"")]
    [InlineData("moon*")]
    [InlineData("c++")]
    [InlineData("it's")]
    [InlineData("100%")]
    [InlineData("_under")]
    [InlineData("straße")]
    [InlineData("СОЛНЦЕ")]
    [InlineData("月")]
    [InlineData("月亮")]
    [InlineData("アポロ")]
    [InlineData("ดวงจันทร์")]
    [InlineData("달까지")]
    [InlineData("🌙")]
    [InlineData("and or not")]
    public async Task What_is_in_it_is_found(string query)
    {
        var (user, id) = await BeginConversationAsync();
        await AskAndEndAsync(user, id, "How far is the Moon and it's orbit, not or c++?", "384 400 km, 100% sure. _under Straße солнце 从地球到月亮 アポロ計画 ดวงจันทร์ 달까지 🌙");
        var found = Assert.Single(await _store.ListAsync(user, SearchWord.Parse(query), null, 10, Cancel));
        Assert.Equal(id, found.Id);
        Assert.NotNull(found.Snippet);
    }

    [Theory]
    [InlineData("sun")]
    [InlineData("moon sun")]
    [InlineData("c+++")]
    [InlineData("100%5")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("*")]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("'")]
    [InlineData("' OR 1=1 --")]
    [InlineData("NEAR(moon, 2)")]
    [InlineData("text:moon")]
    [InlineData("^moon")]
    [InlineData("-moon")]
    [InlineData("{moon}")]
    [InlineData("moon) OR (text")]
    [InlineData("月球")]
    [InlineData("\u0000")]
    [InlineData("🌞")]
    public async Task What_is_not_in_it_is_not_found_and_breaks_nothing(string query)
    {
        var (user, id) = await BeginConversationAsync();
        await AskAndEndAsync(user, id, "How far is the Moon?", "384 400 km 从地球到月亮");
        Assert.Empty(await _store.ListAsync(user, [.. SearchWord.Parse(query), .. SearchWord.Parse("nowhere")], null, 10, Cancel));
        if (SearchWord.Parse(query) is { Count: > 0 } words) Assert.Empty(await _store.ListAsync(user, words, null, 10, Cancel));
    }

    [Fact]
    public async Task Words_may_be_spread_over_title_and_messages()
    {
        var (user, id) = await BeginConversationAsync();
        await AskAndEndAsync(user, id, "alpha", "beta");
        await _store.UpdateAsync(user, id, new ConversationPatch("gamma", null, null), Cancel);
        Assert.Single(await _store.ListAsync(user, SearchWord.Parse("alpha beta gamma"), null, 10, Cancel));
        Assert.Null(Assert.Single(await _store.ListAsync(user, SearchWord.Parse("gamma"), null, 10, Cancel)).Snippet);
    }

    private async Task<(string User, string Id)> BeginConversationAsync(string? of = null)
    {
        var user = of ?? await AddUserAsync(fixture.Database);
        var id = NewId();
        Assert.NotNull(await _store.CreateAsync(user, id, new NewConversation(null, null, null), Cancel));
        return (user, id);
    }

    private Task<TurnStart> AskAsync(string user, string id, string content, IReadOnlyList<TurnImage>? images = null, string? replaceFrom = null) =>
        _turns.BeginAsync(user, id, new Turn { Content = content, Images = images, ReplaceFrom = replaceFrom }, NewId(), NewId(), Cancel);

    private Task<TurnStart> RegenerateAsync(string user, string id, string message) =>
        _turns.BeginAsync(user, id, new Turn { Regenerate = message }, NewId(), NewId(), Cancel);

    private async Task<TurnStart.Begun> AskAndEndAsync(string user, string id, string content, string answer, IReadOnlyList<TurnImage>? images = null)
    {
        var begun = Assert.IsType<TurnStart.Begun>(await AskAsync(user, id, content, images));
        await EndAsync(begun.Answer.Id, answer);
        return begun;
    }

    private Task<ConversationRow?> EndAsync(string messageId, string answer) =>
        _answers.EndAsync(new MessageEnded(messageId, MessageStatus.Done, null, null, null, null, null, null), answer, null, Cancel);

    private Task<long> RowsAsync() => fixture.Database.ReadAsync(async (connection, cancel) => Convert.ToInt64(await connection.ValueAsync(
        """
        SELECT (SELECT COUNT(*) FROM conversations) + (SELECT COUNT(*) FROM conversation_messages)
             + (SELECT COUNT(*) FROM conversation_images) + (SELECT COUNT(*) FROM conversation_search)
        """, cancel), System.Globalization.CultureInfo.InvariantCulture), Cancel);
}

public sealed class SqliteConversationStoreTests(SqliteTestDatabase database) : ConversationStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresConversationStoreTests(PostgresTestDatabase database) : ConversationStoreTests(database), IClassFixture<PostgresTestDatabase>;
