using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>What a good file gives, where files are looked for, and that no text whatever does harm.</summary>
public sealed class SettingsLoaderTests
{
    private const string Example = """
        server:   { url: "http://127.0.0.1:54112", corsOrigins: [], hosts: [], anonymous: [] }   # https:// with tls: { certificate, key }; behind a proxy: trustedProxies, basePath
        database: { provider: sqlite }            # or postgres with connectionString
        backends:
          - { name: coordinator, type: ollama, url: "http://127.0.0.1:11436", roles: [fast], maxConcurrency: 4, ensure: ["llama3.2:3b"] }   # ensure: pulled at start if missing
          - { name: technical,   type: ollama, url: "http://127.0.0.1:11437", roles: [code] }
          - { name: documents,   type: ollama, url: "http://127.0.0.1:11438", models: [ { name: "llama3.1:8b", roles: [large] }, { name: "llama3.2:1b", roles: [fast] } ] }
          - { name: vision,      type: ollama, url: "http://127.0.0.1:11439", roles: [vision] }
          - { name: cloud,       type: openai, url: "https://api.example.com/v1", apiKey: "${CLOUD_KEY}", roles: [large], priority: 2 }
        aliases:
          smart: [cloud/big-model, technical/deepseek-coder:6.7b]
        services:
          comfyui: { command: [python, main.py], cwd: ~/ComfyUI, port: 8188, ready: { http: "http://127.0.0.1:8188/" }, restart: on-failure }
        knowledge: { sources: [ { path: ~/notes, schedule: "0 3 * * *" } ] }
        limits:   { uploads: { fileMb: 50, zipMb: 100 } }
        """;

    [Fact]
    public void The_documented_example_is_valid_and_says_what_is_not_used_yet()
    {
        var result = SettingsFolder.Read(Example, ("CLOUD_KEY", "sk-1"));

        Assert.Empty(result.Errors);
        var settings = result.Settings!;
        Assert.Equal(["coordinator", "technical", "documents", "vision", "cloud"], settings.Backends.Select(b => b.Name));
        Assert.Equal("sk-1", settings.Backends[4].ApiKey);
        Assert.Equal(2, settings.Backends[4].Priority);
        Assert.Equal(["large"], settings.Backends[2].Models[0].Roles);
        Assert.Equal(["cloud/big-model", "technical/deepseek-coder:6.7b"], settings.Aliases["smart"]);
        Assert.Equal(["backends.coordinator.ensure", "limits.uploads", "services", "knowledge"], result.Warnings.Select(w => w.Key).OrderBy(k => k == "backends.coordinator.ensure" ? 0 : k == "limits.uploads" ? 1 : k == "services" ? 2 : 3));
        Assert.All(result.Warnings, w => Assert.Contains("not used by this version yet", w.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("{}")]
    [InlineData("server:\nbackends:\n")]
    [InlineData("\uFEFFserver: {}")]
    public void Nothing_said_means_every_default(string yaml)
    {
        var result = SettingsFolder.Read(yaml);

        Assert.Empty(result.Errors);
        Assert.Equal("http://127.0.0.1:54112", result.Settings!.Server.Url);
        Assert.Equal(TimeSpan.FromMinutes(10), new PhaseTimeouts().Load);
    }

    [Fact]
    public void Values_are_read_as_what_they_are()
    {
        var settings = SettingsFolder.Read("""
            backends:
              - name: a
                type: openai
                url: "http://10.0.0.5:8000/v1/"
                timeouts: &slow { connect: 500ms, load: 1h30m, betweenTokens: 1.5s }
                headers: { X-Team: red }
              - { name: b, type: anthropic, url: "https://api.anthropic.com", timeouts: { <<: *slow, total: 1d } }
              - { name: c, type: simulator }
            limits: { bodyBytes: 64MB }
            usage: { retentionDays: 30, prices: { "m:1": { input: 0.25, output: 1, cached: 0.1 } } }
            server: { trustedProxies: [10.1.2.3, "fd00::/8"], hosts: [Ziggie.Example.COM], basePath: /z/ }
            """).Settings!;

        Assert.Equal("http://10.0.0.5:8000/v1", settings.Backends[0].Url);
        Assert.Equal(new PhaseTimeouts { Connect = TimeSpan.FromMilliseconds(500), Load = TimeSpan.FromMinutes(90), BetweenTokens = TimeSpan.FromSeconds(1.5) }, settings.Backends[0].Timeouts);
        Assert.Equal(settings.Backends[0].Timeouts with { Total = TimeSpan.FromDays(1) }, settings.Backends[1].Timeouts);
        Assert.Equal("red", settings.Backends[0].Headers["X-Team"]);
        Assert.Equal(BackendType.Simulator, settings.Backends[2].Type);
        Assert.Equal(64_000_000, settings.Limits.BodyBytes);
        Assert.Equal(new ModelPrice(0.25, 1, 0.1), settings.Usage.Prices["m:1"]);
        Assert.Equal(["10.1.2.3/32", "fd00::/8"], settings.Server.TrustedProxies);
        Assert.Equal(["ziggie.example.com"], settings.Server.Hosts);
        Assert.Equal("/z", settings.Server.BasePath);
    }

    [Fact]
    public void Variables_have_defaults_and_can_be_escaped()
    {
        var result = SettingsFolder.Read("""
            server: { url: "http://127.0.0.1:${PORT:-8080}" }
            backends: [{ name: a, type: ollama, url: "http://${HOST_A}:1", apiKey: "$${x}$y", maxQueue: "${QUEUE:-7}" }]
            """, ("HOST_A", "one"), ("PORT", ""));

        Assert.Empty(result.Errors);
        Assert.Equal("http://127.0.0.1:8080", result.Settings!.Server.Url);
        Assert.Equal("http://one:1", result.Settings.Backends[0].Url);
        Assert.Equal("${x}$y", result.Settings.Backends[0].ApiKey);
        Assert.Equal(7, result.Settings.Backends[0].MaxQueue);
    }

    [Theory]
    [InlineData("server: { url: \"http://0.0.0.0:54112\" }", "can be reached from other machines")]
    [InlineData("server: { anonymous: [{ cidr: 127.0.0.1/32, as: tools }] }", "anybody in 127.0.0.1/32 may call models as the key \"tools\"")]
    [InlineData("backends: [{ name: a, type: openai, url: \"http://h:8000\" }]", "mostly answer under /v1: \"http://h:8000/v1\"")]
    [InlineData("backends: [{ name: a, type: ollama, url: \"http://h:11434/v1\" }]", "write \"http://h:11434\"")]
    [InlineData("backends: [{ name: cloud, type: simulator }]\naliases: { a: [cluod/m] }", "did you mean \"cloud/m\"?")]
    [InlineData("logging: { content: true }", "prompts and replies are written to the log")]
    public void What_is_allowed_but_risky_is_warned_about(string yaml, string expected)
    {
        var result = SettingsFolder.Read(yaml);

        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_is_looked_for_in_the_working_then_in_the_data_directory()
    {
        using var folder = new SettingsFolder();
        Assert.Null(folder.Load().File);

        var inData = Path.Join(folder.Data, "ziggie.yaml");
        File.WriteAllText(inData, "server: { url: \"http://127.0.0.1:1\" }");
        Assert.Equal(inData, folder.Load().File);

        folder.Write("server: { url: \"http://127.0.0.1:2\" }");
        Assert.Equal(folder.File, folder.Load().File);
        Assert.Equal("http://127.0.0.1:2", folder.Load().Settings!.Server.Url);
    }

    [Fact]
    public void A_named_file_that_is_not_there_is_an_error()
    {
        using var folder = new SettingsFolder();
        var result = SettingsLoader.Load("other.yaml", folder.Working, folder.Data, new Dictionary<string, string>());

        Assert.Equal("other.yaml: There is no such file; check --config.", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void A_directory_a_binary_and_a_huge_file_are_told_apart()
    {
        using var folder = new SettingsFolder();
        SettingProblem Only(string path) => Assert.Single(SettingsLoader.Load(path, folder.Working, folder.Data, new Dictionary<string, string>()).Errors);

        Assert.Contains("is a directory", Only(folder.Data).Message, StringComparison.Ordinal);
        File.WriteAllBytes(folder.File, [0xFF, 0xFE, 0x00, 0xD8, 0xC3, 0x28]);
        Assert.Contains("not UTF-8", Only(folder.File).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File, new string('#', (1 << 20) + 1));
        Assert.Contains("larger than 1 MiB", Only(folder.File).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_multiply_without_bound()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++) bomb.Append($"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n");

        var result = SettingsFolder.Read(bomb.ToString());

        Assert.Contains(result.Errors, e => e.Message.Contains("more than 20000 values", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Depth_is_bounded(char open)
    {
        var result = SettingsFolder.Read(new string(open, 100_000));

        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public void An_anchor_cannot_hold_itself() =>
        Assert.NotEmpty(SettingsFolder.Read("server: &s { tls: *s }").Errors);

    [Fact]
    public void Any_text_is_answered_and_nothing_throws()
    {
        using var folder = new SettingsFolder();
        string[] words = ["server", "backends", "url", ":", "- ", "\n", "  ", "{", "}", "[", "]", "&a", "*a", "<<", "${X", "}", "\"", "'", "#", "|", ">", "!!str", "%", "@", "\t", "name", "? ", "---", "...", "1", "~", "\0", "é"];
        var texts = Gen.Frequency(
            (3, Gen.ArrayOf(Gen.Elements(words)).Select(string.Concat)),
            (1, ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "")));

        Prop.ForAll(Arb.From(texts), text =>
        {
            var result = folder.Write(text).Load();
            return (result.Settings is null) == (result.Errors.Count > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithQuietOnSuccess(true));
    }
}
