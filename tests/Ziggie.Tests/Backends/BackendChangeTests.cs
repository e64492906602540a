using Ziggie.Backends;
using Ziggie.Settings;

namespace Ziggie.Tests.Backends;

public sealed class BackendChangeTests
{
    private static readonly BackendChange Good = new("b", "ollama", "http://127.0.0.1:11434", null, null, null, null, null, null);

    private static readonly BackendSettings Current = new() { Name = "b", Type = BackendType.OpenAi, Url = "http://127.0.0.1:1/v1", ApiKey = "k", Priority = 3, MaxConcurrency = 9 };

    public static TheoryData<string, object> Wrong => new()
    {
        { "name", Good with { Name = "with space" } },
        { "name", Good with { Name = new string('x', 65) } },
        { "type", Good with { Type = "other" } },
        { "type", Good with { Type = "1" } },
        { "url", Good with { Url = "ftp://host" } },
        { "url", Good with { Url = "http://user:secret@host" } },
        { "apiKey", Good with { ApiKey = "a\nb" } },
        { "maxConcurrency", Good with { MaxConcurrency = 0 } },
        { "maxQueue", Good with { MaxQueue = -1 } },
        // As in ziggie.yaml, where the first is 1.
        { "priority", Good with { Priority = 0 } },
        { "priority", Good with { Priority = 1001 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_by_its_field(string field, object change) =>
        Assert.Equal(field, Assert.Single(((BackendChange)change).Apply(null, out _)).Field);

    [Fact]
    public void The_bounds_themselves_are_fine() =>
        Assert.Empty((Good with { Priority = 1, MaxQueue = 0, MaxConcurrency = 1 }).Apply(null, out _));

    [Fact]
    public void What_is_not_sent_stays_as_it_is()
    {
        Assert.Empty(new BackendChange(null, null, null, null, 5, null, null, null, null).Apply(Current, out var changed));
        Assert.Equal((Current.Type, Current.Url, "k", 3, 5), (changed.Type, changed.Url, changed.ApiKey, changed.Priority, changed.MaxConcurrency));
    }

    [Fact]
    public void An_empty_key_removes_the_key()
    {
        Assert.Empty(new BackendChange(null, null, null, "", null, null, null, null, null).Apply(Current, out var changed));
        Assert.Null(changed.ApiKey);
    }
}
