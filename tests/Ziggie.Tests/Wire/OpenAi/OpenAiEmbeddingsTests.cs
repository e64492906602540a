using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiEmbeddingsTests
{
    [Theory]
    [InlineData("\"one\"", "one")]
    [InlineData("[\"one\",\"two 🐈\"]", "one|two 🐈")]
    public void A_request_goes_both_ways(string input, string texts)
    {
        var request = WireFormats.OpenAiEmbeddings.ReadRequest($$"""{"model":"m","input":{{input}},"dimensions":256,"encoding_format":"base64","user":"me"}""");
        var again = WireFormats.OpenAiEmbeddings.ReadRequest(WireFormats.OpenAiEmbeddings.WriteRequest(request).Body);

        Assert.Equal(texts.Split('|'), request.Inputs);
        Assert.True(request.Base64Vectors);
        // A backend is always asked for numbers: not every one knows base64.
        Assert.Equal((request with { Base64Vectors = false }).Describe(), again.Describe());
    }

    [Fact]
    public void Reads_numbers_and_base64_alike()
    {
        string[] expected = ["start - m", "vector 0 1 -0.5", "vector 1 0.25 3", "usage 8 -1 -1 -1"];

        Assert.Equal(expected, WireFormats.OpenAiEmbeddings.ReadReply(false, """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,-0.5]},{"object":"embedding","embedding":[0.25,3.0],"index":1}],
             "model":"m","usage":{"prompt_tokens":8,"total_tokens":8}}
            """).Events);
        Assert.Equal(expected, WireFormats.OpenAiEmbeddings.ReadReply(false, $$"""
            {"model":"m","usage":{"prompt_tokens":8},"data":[{"index":0,"embedding":"{{Base64(1, -0.5f)}}"},{"index":1,"embedding":"{{Base64(0.25f, 3)}}"}]}
            """).Events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_what_was_asked_for(bool base64)
    {
        var body = WireFormats.OpenAiEmbeddings.WriteReply(new ModelRequest { Operation = Operation.Embeddings, Base64Vectors = base64 }, writer =>
        {
            writer.Embedding(1, [0.25f, float.NaN]);
            writer.Embedding(0, [1, -0.1f]);
            writer.Usage(new TokenUsage(8));
        });

        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal([0, 1], data.EnumerateArray().Select(e => e.GetProperty("index").GetInt32()));
        Assert.Equal(base64 ? $"\"{Base64(1, -0.1f)}\"" : "[1,-0.1]", data[0].GetProperty("embedding").GetRawText());
        WireKit.SameJson("""{"prompt_tokens":8,"total_tokens":8}""", json.RootElement.GetProperty("usage").GetRawText());
        Assert.Equal("vector 0 1 -0.1", WireFormats.OpenAiEmbeddings.ReadReply(false, body).Events[1]);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[[1,2],[3,4]]}]}""", "pooling")]
    [InlineData("""{"data":[{"index":0,"embedding":"abc"}]}""", "OpenAI")]
    [InlineData("""{"embeddings":[[1]]}""", "OpenAI")]
    [InlineData("<html>", "OpenAI")]
    public void Nonsense_is_a_fault_of_the_backend(string body, string says)
    {
        var fault = Assert.Throws<WireException>(() => WireFormats.OpenAiEmbeddings.ReadReply(false, body));

        Assert.Equal(ErrorKind.Backend, fault.Error.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_the_body_is_told() =>
        Assert.Equal(["error Backend No embeddings here."], WireFormats.OpenAiEmbeddings.ReadReply(false, """{"error":{"message":"No embeddings here."}}""").Events);

    private static string Base64(params float[] vector) => Convert.ToBase64String([.. vector.SelectMany(BitConverter.GetBytes)]);
}
