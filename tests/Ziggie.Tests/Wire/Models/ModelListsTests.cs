using System.Buffers;
using System.Text;
using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.Models;

public sealed class ModelListsTests
{
    private static readonly ModelListing Llama = new("llama3.2:3b", "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72", 2_019_393_189,
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "llama", "3.2B", "Q4_K_M")
    {
        Format = "gguf",
        Capabilities = ["completion", "tools"],
        ContextLength = 131072,
    };

    [Fact]
    public void Tags_round_trip()
    {
        var read = ModelListReader.ReadOllamaTags(Written(o => OllamaModelLists.WriteTags([Llama], o)));

        Assert.Equal(Llama with { Capabilities = [], ContextLength = null }, Assert.Single(read) with { Capabilities = [] });
    }

    [Fact]
    public void Ps_round_trips()
    {
        var running = new RunningModel(Llama with { Capabilities = [], ModifiedAt = null }, new DateTimeOffset(2026, 1, 2, 4, 0, 0, TimeSpan.Zero), 1000);

        var read = Assert.Single(ModelListReader.ReadOllamaPs(Written(o => OllamaModelLists.WritePs([running], o))));

        Assert.Equal(running with { Model = Llama }, read with { Model = Llama });
        Assert.Equal(131072, read.Model.ContextLength);
    }

    [Fact]
    public void A_model_of_unknown_digest_gets_one_that_the_command_line_can_cut()
    {
        using var json = JsonDocument.Parse(Written(o => OllamaModelLists.WriteTags([new ModelListing("gpt-x")], o)));
        var model = json.RootElement.GetProperty("models")[0];

        Assert.Equal(64, model.GetProperty("digest").GetString()!.Length);
        Assert.Equal("1970-01-01T00:00:00Z", model.GetProperty("modified_at").GetString());
        Assert.Equal(JsonValueKind.Null, model.GetProperty("details").GetProperty("families").ValueKind);
    }

    [Fact]
    public void Show_tells_architecture_context_and_capabilities()
    {
        using var json = JsonDocument.Parse(Written(o => OllamaModelLists.WriteShow(Llama, o)));

        Assert.Equal("llama", json.RootElement.GetProperty("model_info").GetProperty("general.architecture").GetString());
        Assert.Equal(131072, json.RootElement.GetProperty("model_info").GetProperty("llama.context_length").GetInt32());
        Assert.Equal("tools", json.RootElement.GetProperty("capabilities")[1].GetString());
        Assert.Equal("Q4_K_M", json.RootElement.GetProperty("details").GetProperty("quantization_level").GetString());
    }

    [Fact]
    public void Version_is_an_object_with_the_version() =>
        Assert.Equal("""{"version":"0.12.11"}""", Encoding.UTF8.GetString(Written(o => OllamaModelLists.WriteVersion("0.12.11", o)).Span));

    [Fact]
    public void Anthropics_page_names_its_ends()
    {
        var page = Written(o => ModelLists.WriteAnthropic([Llama, new ModelListing("b") { DisplayName = "Bee" }], o, hasMore: true));
        using var json = JsonDocument.Parse(page);

        Assert.Equal("llama3.2:3b", json.RootElement.GetProperty("first_id").GetString());
        Assert.Equal("b", json.RootElement.GetProperty("last_id").GetString());
        Assert.True(json.RootElement.GetProperty("has_more").GetBoolean());
        Assert.Equal("model", json.RootElement.GetProperty("data")[0].GetProperty("type").GetString());
        Assert.Equal("2026-01-02T03:04:05Z", json.RootElement.GetProperty("data")[0].GetProperty("created_at").GetString());
        Assert.Equal("Bee", ModelListReader.ReadAnthropicModels(page)[1].DisplayName);
    }

    [Fact]
    public void OpenAis_list_round_trips()
    {
        var read = Assert.Single(ModelListReader.ReadOpenAiModels(Written(o => ModelLists.WriteOpenAi([Llama with { OwnedBy = "me" }], o))));

        Assert.Equal(("llama3.2:3b", "me", Llama.ModifiedAt), (read.Name, read.OwnedBy, read.ModifiedAt));
    }

    [Fact]
    public void One_model_is_the_same_object_as_in_the_list() => Assert.Equal(
        """{"id":"llama3.2:3b","object":"model","created":1767323045,"owned_by":"ziggie"}""",
        Encoding.UTF8.GetString(Written(o => ModelLists.WriteOpenAi(Llama, o)).Span));

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"m","max_model_len":4096}]}""", 4096)]
    [InlineData("""{"models":[],"data":[{"id":"m","meta":{"n_ctx_train":32768,"size":7}}]}""", 32768)]
    [InlineData("""{"models":[],"data":[{"id":"m","meta":{"n_ctx":4096,"n_ctx_train":32768,"size":7}}]}""", 4096)]
    [InlineData("""[{"id":"m","context_length":8192}]""", 8192)]
    public void Every_servers_word_for_the_context_length_is_known(string body, int length) =>
        Assert.Equal(length, Assert.Single(ModelListReader.ReadOpenAiModels(Encoding.UTF8.GetBytes(body))).ContextLength);

    [Theory]
    [InlineData("""{"models":null}""", 0)]
    [InlineData("""{"models":[{"name":"a"},{"name":"a"},{"name":""},{},7,{"name":"x\ny"},{"name":"b","size":-1,"modified_at":"yesterday","details":null,"digest":5}]}""", 2)]
    public void Odd_entries_are_left_out_and_missing_fields_are_fine(string body, int count) =>
        Assert.Equal(count, ModelListReader.ReadOllamaTags(Encoding.UTF8.GetBytes(body)).Count);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"models":{}}""")]
    [InlineData("""{"models":[""")]
    [InlineData("3")]
    public void What_is_no_list_is_the_backends_fault(string body)
    {
        var error = Assert.Throws<WireException>(() => ModelListReader.ReadOllamaTags(Encoding.UTF8.GetBytes(body))).Error;

        Assert.Equal(ErrorKind.Backend, error.Kind);
        Assert.DoesNotContain("<html>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_bounded()
    {
        var body = $$"""{"data":[{{string.Join(',', Enumerable.Range(0, ModelListReader.MostModels + 5).Select(i => $$"""{"id":"m{{i}}"}"""))}}]}""";

        Assert.Equal(ModelListReader.MostModels, ModelListReader.ReadOpenAiModels(Encoding.UTF8.GetBytes(body)).Count);
    }

    private static ReadOnlyMemory<byte> Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenMemory;
    }
}
