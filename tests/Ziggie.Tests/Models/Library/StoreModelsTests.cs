using System.Security.Cryptography;
using System.Text.Json;
using Ziggie.Models.Library;

namespace Ziggie.Tests.Models.Library;

/// <summary>Models in stores laid out as Ollama's, its own and Ziggie's.</summary>
public sealed class StoreModelsTests : LibraryTestBase
{
    [Fact]
    public async Task A_model_is_shown_as_Ollama_shows_it()
    {
        Own.Add(
            "registry.ollama.ai/library/tiny/3b", Tiny,
            ("template", "{{ .Prompt }}"), ("system", "Be kind."), ("license", "MIT"),
            ("params", "{ \"stop\": [\"<|im_end|>\"], \"temperature\": 0.5, \"num_ctx\": 4096 }"));
        var model = Assert.Single(await LookAsync());
        Assert.Equal(("tiny:3b", ModelSource.Store, false, null), (model.Name, model.Source, model.IsReadOnly, model.Problem));
        Assert.Equal(("{{ .Prompt }}", "Be kind.", "MIT"), (model.Template, model.System, model.License));
        using var parameters = JsonDocument.Parse(model.Parameters!);
        Assert.Equal(4096, parameters.RootElement.GetProperty("num_ctx").GetInt32());
        var manifest = await File.ReadAllBytesAsync(Own.Manifest("registry.ollama.ai/library/tiny/3b"), Cancel);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(manifest)), model.Digest);
        Assert.Equal(Directory.GetFiles(Path.Combine(Own.Root, "blobs")).Sum(f => new FileInfo(f).Length), model.SizeBytes);
        Assert.True(model.CanAnswer);
    }

    [Theory]
    [InlineData("registry.ollama.ai/library/llama3.2/latest", "llama3.2:latest")]
    [InlineData("registry.ollama.ai/somebody/llama3.2/3b", "somebody/llama3.2:3b")]
    [InlineData("hf.co/org/repo-GGUF/Q4_K_M", "hf.co/org/repo-GGUF:Q4_K_M")]
    [InlineData("localhost:5000/library/a/b", "localhost:5000/library/a:b")]
    public async Task Names_leave_out_what_goes_without_saying(string path, string name)
    {
        Ollama.Add(path, Tiny);
        Assert.Equal([name], await NamesAsync());
        Assert.NotNull(Library.Find(name));
    }

    [Fact]
    public async Task Latest_goes_without_saying_in_a_search()
    {
        Ollama.Add("registry.ollama.ai/library/tiny/latest", Tiny);
        await LookAsync();
        Assert.Equal("tiny:latest", Library.Find("tiny")!.Name);
        Assert.Null(Library.Find("tin"));
    }

    [Fact]
    public async Task The_own_one_is_used_of_two_with_the_same_name()
    {
        Own.Add("registry.ollama.ai/library/tiny/latest", Tiny);
        Ollama.Add("registry.ollama.ai/library/tiny/latest", OtherTiny(2));
        Ollama.Add("registry.ollama.ai/library/theirs/latest", Tiny);
        Assert.Equal([("theirs:latest", ModelSource.Ollama, true), ("tiny:latest", ModelSource.Store, false)], (await LookAsync()).Select(m => (m.Name, m.Source, m.IsReadOnly)));
    }

    [Fact]
    public async Task Files_and_store_share_the_folder()
    {
        Own.Add("registry.ollama.ai/library/tiny/latest", Tiny);
        Put("file.gguf");
        Assert.Equal(["file", "tiny:latest"], await NamesAsync());
    }

    [Fact]
    public async Task A_store_that_is_the_models_folder_is_not_read_twice()
    {
        Directory.CreateDirectory(Models);
        Directory.CreateSymbolicLink(Ollama.Root, Models);
        Own.Add("registry.ollama.ai/library/tiny/latest", Tiny);
        Assert.Equal(ModelSource.Store, Assert.Single(await LookAsync()).Source);
    }

    [Fact]
    public async Task What_cannot_be_used_says_why()
    {
        Ollama.Add("registry.ollama.ai/library/cloud/latest", null, ("license", "x"));
        Ollama.Add("registry.ollama.ai/library/adapted/latest", Tiny, ("adapter", "lora"));
        Ollama.Add("registry.ollama.ai/library/foreign/latest", "{\"a\":1}"u8.ToArray());
        File.Delete(Ollama.Blob(Ollama.Add("registry.ollama.ai/library/gone/latest", OtherTiny(3))[0]));
        var cut = Ollama.Blob(Ollama.Add("registry.ollama.ai/library/cut/latest", OtherTiny(4))[0]);
        await File.WriteAllBytesAsync(cut, Tiny[..100], Cancel);
        var problems = (await LookAsync()).ToDictionary(m => m.Name, m => m.Problem);
        Assert.Contains("runs in Ollama's cloud", problems["cloud:latest"], StringComparison.Ordinal);
        Assert.Contains("by an adapter", problems["adapted:latest"], StringComparison.Ordinal);
        Assert.StartsWith("foreign:latest is JSON", problems["foreign:latest"], StringComparison.Ordinal);
        Assert.Contains("is missing or cannot be read", problems["gone:latest"], StringComparison.Ordinal);
        Assert.Contains($"{Tiny.Length - 100} of {Tiny.Length} bytes are missing", problems["cut:latest"], StringComparison.Ordinal);
        Assert.DoesNotContain(Library.Current, m => m.CanAnswer);
    }

    [Fact]
    public async Task A_projector_is_noted()
    {
        var digests = Ollama.Add("registry.ollama.ai/library/seeing/latest", Tiny, ("projector", "eyes"));
        var model = Assert.Single(await LookAsync());
        Assert.Equal(Ollama.Blob(digests[1]), model.Projector);
        Assert.True(model.CanAnswer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"layers\":7}")]
    [InlineData("{\"layers\":[1,null,{\"mediaType\":3},{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"sha256:../../../etc/passwd\",\"size\":\"x\"}]}")]
    [InlineData("not json")]
    public async Task A_manifest_that_is_none_breaks_nothing(string text)
    {
        Ollama.Add("registry.ollama.ai/library/good/latest", Tiny);
        var path = Ollama.Manifest("registry.ollama.ai/library/bad/latest");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, Cancel);
        Assert.Equal(["good:latest"], (await LookAsync()).Where(m => m.CanAnswer).Select(m => m.Name));
    }

    [Fact]
    public async Task A_pulled_anew_model_is_seen()
    {
        Own.Add("registry.ollama.ai/library/tiny/latest", Tiny);
        var before = Assert.Single(await LookAsync());
        Own.Add("registry.ollama.ai/library/tiny/latest", OtherTiny(2), ("system", "New."));
        var after = Assert.Single(await LookAsync());
        Assert.NotEqual(before.Digest, after.Digest);
        Assert.Equal("New.", after.System);
    }

    [Fact]
    public void Ollamas_stores_are_where_it_keeps_them() => Assert.Equal(
        ["/data/ollama", "/home/me/.ollama/models", "/usr/share/ollama/.ollama/models"],
        LibraryOptions.UsualOllamaStores(name => name == "OLLAMA_MODELS" ? "/data/ollama" : null, "/home/me"));
}
