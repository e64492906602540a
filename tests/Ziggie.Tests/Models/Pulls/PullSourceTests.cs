using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Settings;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>What names and addresses mean.</summary>
public sealed class PullSourceTests
{
    private static readonly ModelStoreSettings s_usual = new();

    [Theory]
    [InlineData("llama3.2", "https://registry.ollama.ai/", "registry.ollama.ai/library/llama3.2:latest", "llama3.2:latest")]
    [InlineData("llama3.2:3b", "https://registry.ollama.ai/", "registry.ollama.ai/library/llama3.2:3b", "llama3.2:3b")]
    [InlineData("team/model:x", "https://registry.ollama.ai/", "registry.ollama.ai/team/model:x", "team/model:x")]
    [InlineData("hf.co/org/repo:Q4_K_M", "https://hf.co/", "hf.co/org/repo:Q4_K_M", "hf.co/org/repo:Q4_K_M")]
    [InlineData("HF.co/org/Repo-GGUF", "https://hf.co/", "hf.co/org/Repo-GGUF:latest", "hf.co/org/Repo-GGUF:latest")]
    [InlineData("10.0.0.7:5000/ns/model:tag", "https://10.0.0.7:5000/", "10.0.0.7:5000/ns/model:tag", "10.0.0.7:5000/ns/model:tag")]
    [InlineData("localhost:5000/ns/model:tag", "http://localhost:5000/", "localhost:5000/ns/model:tag", "localhost:5000/ns/model:tag")]
    [InlineData("127.0.0.1:5000/ns/model:tag", "http://127.0.0.1:5000/", "127.0.0.1:5000/ns/model:tag", "127.0.0.1:5000/ns/model:tag")]
    [InlineData("[::1]:5000/ns/model:tag", "http://[::1]:5000/", "[::1]:5000/ns/model:tag", "[::1]:5000/ns/model:tag")]
    public void A_name_says_where_it_comes_from_in_clear_only_on_this_machine(string text, string registry, string whole, string shown)
    {
        var source = Assert.IsType<RegistrySource>(PullSource.Parse(text, null, null, s_usual));
        Assert.Equal((registry, whole, shown), (source.Registry.ToString(), source.Target, source.Name));
    }

    [Theory]
    [InlineData("model", "http://10.0.0.7:5000/")]
    [InlineData("10.0.0.7:5000/ns/model", "http://10.0.0.7:5000/")]
    [InlineData("10.0.0.8:5000/ns/model", "https://10.0.0.8:5000/")]
    public void The_setting_can_name_a_registry_in_clear(string text, string registry) =>
        Assert.Equal(registry, Assert.IsType<RegistrySource>(PullSource.Parse(text, null, null, s_usual with { Registry = "http://10.0.0.7:5000" })).Registry.ToString());

    [Theory]
    [InlineData("https://example.com/a/b/model.Q4_0.gguf?x=1", null, "model.Q4_0.gguf", "model.Q4_0")]
    [InlineData("https://example.com/a%20b.GGUF", null, "a b.GGUF", "a b")]
    [InlineData("https://example.com/download", "mine", "mine.gguf", "mine")]
    [InlineData("https://example.com/x.gguf", "team/mine.gguf", "team/mine.gguf", "team/mine")]
    public void An_address_becomes_a_file(string text, string? name, string file, string shown)
    {
        var source = Assert.IsType<UrlSource>(PullSource.Parse(text, null, name, s_usual));
        Assert.Equal((file, shown), (source.File, source.Name));
    }

    [Fact]
    public void A_digest_is_for_addresses_and_two_must_agree()
    {
        var one = new string('a', 64);
        Assert.Equal(one, Assert.IsType<UrlSource>(PullSource.Parse($"https://x/y.gguf#sha256={one.ToUpperInvariant()}", $"sha256:{one}", null, s_usual)).Sha256!.Hex);
        Assert.Equal(PullFault.BadRequest, Assert.Throws<PullException>(() => PullSource.Parse($"https://x/y.gguf#sha256={one}", new string('b', 64), null, s_usual)).Fault);
        Assert.Equal(PullFault.BadRequest, Assert.Throws<PullException>(() => PullSource.Parse("llama3.2", one, null, s_usual)).Fault);
    }

    [Theory]
    [InlineData("https://a/x", "https://b/y", true)]
    [InlineData("https://a/x", "/y", true)]
    [InlineData("http://a/x", "https://b/y", true)]
    [InlineData("https://a/x", "http://a/y", false)]
    [InlineData("https://a/x", "file:///etc/passwd", false)]
    [InlineData("https://a/x", "https://me:secret@b/y", false)]
    public void A_redirect_never_leads_from_https_to_http(string from, string to, bool goes)
    {
        var location = new Uri(to, UriKind.RelativeOrAbsolute);
        if (goes) Assert.NotNull(PullHttp.Next(new Uri(from), location));
        else Assert.Throws<PullException>(() => PullHttp.Next(new Uri(from), location));
    }

    [Theory]
    [InlineData("realm=\"https://a/t\",service=\"s\",scope=\"repository:x:pull,push\"", "https://a/t|s|repository:x:pull,push")]
    [InlineData(" realm = \"https://a/t\" , service=s", "https://a/t|s|")]
    [InlineData("realm=\"unended", "unended||")]
    [InlineData("=,=,\"", "||")]
    public void A_challenge_is_read_whatever_it_looks_like(string text, string expected)
    {
        var read = BearerChallenge.Read(text);
        Assert.Equal(expected, string.Join('|', new[] { "realm", "service", "scope" }.Select(k => read.GetValueOrDefault(k))));
    }
}
