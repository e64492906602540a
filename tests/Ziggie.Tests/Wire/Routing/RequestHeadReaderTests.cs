using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Routing;

public sealed class RequestHeadReaderTests
{
    private static RequestHead Read(string json) => RequestHeadReader.Read(Encoding.UTF8.GetBytes(json), 64, 256);

    private static WireError Refused(string json) => Assert.Throws<WireException>(() => Read(json)).Error;

    [Fact]
    public void Reads_routing_keys_and_where_they_stand()
    {
        const string Json = """{ "model" : "llama3.2", "stream":true, "stream_options": {"include_usage": true}, "max_tokens": 12, "messages":[{"role":"user","content":"Hi"}] }""";
        var head = Read(Json);
        Assert.Equal("llama3.2", head.Model);
        Assert.Equal("\"llama3.2\"", Json.Substring(head.ModelStart, head.ModelLength));
        Assert.True(head.Stream);
        Assert.True(head.IncludeUsage);
        Assert.Equal("""{"include_usage": true}""", Json.Substring(head.StreamOptionsStart, head.StreamOptionsLength));
        Assert.Equal(12, head.MaxTokens);
        Assert.Equal(1, head.FirstMember);
        Assert.True(head.PromptBytes > 20);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""", "model")]
    [InlineData("""{"stream":true,"stream":false}""", "stream")]
    [InlineData("""{"model":"a","MODEL":"b"}""", "model")]
    [InlineData("""{"Stream":true}""", "stream")]
    [InlineData("""{"mod\u0065l":"a"}""", "model")]
    [InlineData("""{"model":5}""", "model")]
    [InlineData("""{"model":{}}""", "model")]
    [InlineData("""{"stream":"true"}""", "stream")]
    [InlineData("""{"max_tokens":-2}""", "max_tokens")]
    [InlineData("""{"stream_options":{"include_usage":1}}""", "stream_options.include_usage")]
    [InlineData("""{"stream_options":{"include_usage":true,"Include_Usage":false}}""", "include_usage")]
    public void Refuses_keys_that_two_parsers_could_read_differently(string json, string param) => Assert.Equal(param, Refused(json).Param);

    [Theory]
    [InlineData("""{"model":7}""", "\"model\" must be a string, but it is the number 7.")]
    [InlineData("""{"model":true}""", "\"model\" must be a string, but it is true.")]
    [InlineData("""{"model":["a"]}""", "\"model\" must be a string, but it is a list.")]
    [InlineData("""{"stream":0}""", "\"stream\" must be true or false, but it is the number 0.")]
    [InlineData("""{"stream":"no"}""", "\"stream\" must be true or false, but it is the string \"no\".")]
    [InlineData("""{"max_tokens":1.5}""", "\"max_tokens\" must be a whole number from 0 to 2147483647, but it is the number 1.5.")]
    [InlineData("""{"max_tokens":99999999999}""", "\"max_tokens\" must be a whole number from 0 to 2147483647, but it is the number 99999999999.")]
    [InlineData("""{"max_tokens":1111111111111111111111111111111111111111111111}""", "\"max_tokens\" must be a whole number from 0 to 2147483647, but it is the number 11111111111111111111….")]
    [InlineData("""{"max_tokens":"a string of many letters, more than anybody would read"}""", "\"max_tokens\" must be a whole number from 0 to 2147483647, but it is a string.")]
    public void Says_what_it_got_and_what_is_needed(string json, string message) => Assert.Equal(message, Refused(json).Message);

    [Fact]
    public void No_limit_may_be_written_as_minus_one() => Assert.Equal(-1, Read("""{"max_tokens":-1}""").MaxTokens);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"model\":")]
    [InlineData("{} x")]
    [InlineData("{\"a\":1,}")]
    public void Refuses_what_is_not_one_object(string json) => Assert.Equal(400, Refused(json).Status);

    [Fact]
    public void Refuses_invalid_utf8() =>
        Assert.Contains("UTF-8", Assert.Throws<WireException>(() => RequestHeadReader.Read([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], 64, 256)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_deep_nesting_and_long_names()
    {
        Assert.Contains("64", Refused($"{{\"messages\":{new string('[', 5000)}{new string(']', 5000)}}}").Message, StringComparison.Ordinal);
        Assert.Equal("name_too_long", Refused($"{{\"model\":\"{new string('x', 100_000)}\"}}").Code);
    }

    [Fact]
    public void Turns_of_one_conversation_share_their_prefix()
    {
        var system = new string('s', 2000);
        var first = Read($$"""{"messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"one"}]}""");
        var second = Read($$"""{"messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"one"},{"role":"user","content":"two"}]}""");
        var other = Read("""{"messages":[{"role":"user","content":"else"}]}""");
        Assert.Equal(first.PrefixHash, second.PrefixHash);
        Assert.NotEqual(first.PrefixHash, other.PrefixHash);
    }

    [Fact]
    public void No_bytes_make_it_throw_anything_else() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            try
            {
                _ = RequestHeadReader.Read(bytes, 64, 256);
            }
            catch (WireException)
            {
                // What is refused is refused in words.
            }
        }).QuickCheckThrowOnFailure();
}
