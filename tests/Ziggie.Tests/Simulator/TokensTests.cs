using Ziggie.Simulator.Replies;

namespace Ziggie.Tests.Simulator;

public sealed class TokensTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("one two  three", 3)]
    [InlineData("Hello, world!", 4)]
    [InlineData("end \n", 2)]
    [InlineData("👩‍👩‍👧 family", 2)]
    [InlineData("naïve café", 2)]
    [InlineData("internationalization", 2)]
    public void Splits_words_and_signs_and_loses_nothing(string text, int count)
    {
        var tokens = Tokens.Split(text);

        Assert.Equal(count, tokens.Count);
        Assert.Equal(count, Tokens.Count(text));
        Assert.Equal(text, string.Concat(tokens));
    }

    [Fact]
    public void Never_cuts_a_character_in_two()
    {
        var text = string.Concat(Enumerable.Repeat("𝒜", 40));

        Assert.All(Tokens.Split(text), token => Assert.False(char.IsHighSurrogate(token[^1])));
    }
}
