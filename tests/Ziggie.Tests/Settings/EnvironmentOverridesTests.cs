using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>ZIGGIE__SECTION__KEY over what the file says.</summary>
public sealed class EnvironmentOverridesTests
{
    private const string File = """
        server: { url: "http://127.0.0.1:1" }
        backends:
          - { name: a, type: ollama, url: "http://one:1" }
        aliases: { Smart: [a/m] }
        """;

    [Fact]
    public void Variables_stand_above_the_file()
    {
        var result = SettingsFolder.Read(
            File,
            ("ZIGGIE__SERVER__URL", "http://127.0.0.1:9"),
            ("ZIGGIE__BACKENDS__0__URL", "http://two:2"),
            ("ZIGGIE__BACKENDS__1__NAME", "b"),
            ("ZIGGIE__BACKENDS__1__TYPE", "simulator"),
            ("ZIGGIE__SERVER__HOSTS", "x.example, y.example"),
            ("ZIGGIE__ALIASES__SMART", "a/n,b/demo"),
            ("ZIGGIE__ALIASES__FAST__0", "b/demo"),
            ("ZIGGIE__LIMITS__BODYBYTES", "1MiB"),
            ("ZIGGIE__LOGGING__LEVEL", ""),
            ("ZIGGIE_DATA", "not a setting"));

        Assert.Empty(result.Errors);
        var settings = result.Settings!;
        Assert.Equal("http://127.0.0.1:9", settings.Server.Url);
        Assert.Equal(["http://two:2", ""], settings.Backends.Select(b => b.Url));
        Assert.Equal(["x.example", "y.example"], settings.Server.Hosts);
        Assert.Equal(["a/n", "b/demo"], settings.Aliases["Smart"]);
        Assert.Equal(["b/demo"], settings.Aliases["fast"]);
        Assert.Equal(1 << 20, settings.Limits.BodyBytes);
        Assert.Equal("information", settings.Logging.Level);
    }

    [Fact]
    public void Sections_may_be_given_as_yaml()
    {
        var result = SettingsFolder.Read("", ("ZIGGIE__BACKENDS", "[{ name: a, type: ollama, url: \"http://h:1\" }]"), ("ZIGGIE__BACKENDS__0__PRIORITY", "3"));

        Assert.Empty(result.Errors);
        Assert.Equal(3, Assert.Single(result.Settings!.Backends).Priority);
    }

    [Fact]
    public void More_than_ten_items_are_added_in_order()
    {
        var result = SettingsFolder.Read("", [.. Enumerable.Range(0, 12).Select(i => ($"ZIGGIE__SERVER__HOSTS__{i}", $"h{i}"))]);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"h{i}"), result.Settings!.Server.Hosts);
    }

    [Theory]
    [InlineData("ZIGGIE__SERVER__ULR", "x", "environment variable ZIGGIE__SERVER__ULR: server.ulr: is not a key that Ziggie knows; did you mean ZIGGIE__SERVER__URL?")]
    [InlineData("ZIGGIE__SEVRER__URL", "x", "did you mean ZIGGIE__SERVER?")]
    [InlineData("ZIGGIE__SERVER__URL__X", "x", "goes too deep")]
    [InlineData("ZIGGIE__BACKENDS__7__URL", "x", "must be an item's index from 0 to 1")]
    [InlineData("ZIGGIE__BACKENDS__A__URL", "x", "must be an item's index from 0 to 1")]
    [InlineData("ZIGGIE__SERVER__URL", "nonsense", "environment variable ZIGGIE__SERVER__URL: server.url: must be an http:// or https:// address")]
    [InlineData("ZIGGIE__BACKENDS", "[", "environment variable ZIGGIE__BACKENDS: This is not valid YAML")]
    [InlineData("ZIGGIE__", "x", "is not a key that Ziggie knows")]
    public void A_wrong_variable_is_an_error_that_names_it(string name, string value, string expected)
    {
        var result = SettingsFolder.Read(File, (name, value));

        Assert.Contains(result.Errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_of_variables_are_not_expanded_again() =>
        Assert.Equal("${HOME}", SettingsFolder.Read(File, ("ZIGGIE__BACKENDS__0__APIKEY", "${HOME}")).Settings!.Backends[0].ApiKey);

    [Fact]
    public void The_option_stands_above_all()
    {
        using var folder = new SettingsFolder();
        folder.Write(File);
        SettingsResult Load(string url) => SettingsLoader.Load(null, folder.Working, folder.Data, new Dictionary<string, string> { ["ZIGGIE__SERVER__URL"] = "http://127.0.0.1:2" }, url);

        Assert.Equal("http://127.0.0.1:3", Load("http://127.0.0.1:3").Settings!.Server.Url);
        Assert.StartsWith("option --url: server.url: must be", Assert.Single(Load("no").Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_anchor_is_changed_in_one_place_only()
    {
        var result = SettingsFolder.Read(
            """
            backends:
              - { name: a, type: ollama, url: "http://h:1", timeouts: &t { total: 1m } }
              - { name: b, type: ollama, url: "http://h:2", timeouts: *t }
            """,
            ("ZIGGIE__BACKENDS__0__TIMEOUTS__TOTAL", "2m"));

        Assert.Equal([TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1)], result.Settings!.Backends.Select(b => b.Timeouts.Total));
    }
}
