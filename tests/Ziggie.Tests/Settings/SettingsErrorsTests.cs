
namespace Ziggie.Tests.Settings;

/// <summary>What each mistake is answered with: place, key, what is wrong, how to mend it.</summary>
public sealed class SettingsErrorsTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        // unknown keys
        { "server:\n  ulr: x", "ziggie.yaml:2:3: server.ulr: is not a key that Ziggie knows here; did you mean \"url\"?" },
        { "severs: {}", "ziggie.yaml:1:1: severs: is not a key that Ziggie knows here; did you mean \"server\"?" },
        { "server:\n  zzzzzzzzz: 1", "known are url, tls, hosts" },
        { "backends:\n  - { name: a, type: ollama, url: http://h, api_key: abc }", "ziggie.yaml:2:45: backends.a.api_key: is not a key that Ziggie knows here; did you mean \"apiKey\"?" },
        { "backends:\n  - name: a\n    type: ollama\n    url: http://h\n    timeouts: { conect: 1s }", "ziggie.yaml:5:17: backends.a.timeouts.conect: is not a key that Ziggie knows here; did you mean \"connect\"?" },

        // wrong types
        { "server: 5", "server: must be a section with the keys url" },
        { "server: [a]", "server: must be a section with the keys url, tls, hosts, corsOrigins, anonymous, trustedProxies, basePath; found a list." },
        { "backends: {}", "backends: must be a list, as in [ … ] or lines that begin with \"- \"; found a section." },
        { "server: { hosts: one }", "server.hosts: must be a list" },
        { "server: { url: [1] }", "server.url: must be text; found a list." },
        { "discovery: { enabled: yes }", "discovery.enabled: must be true or false; found \"yes\"." },
        { "limits: { jsonDepth: many }", "limits.jsonDepth: must be a whole number from 8 to 1000; found \"many\"." },
        { "limits: { jsonDepth: 4 }", "limits.jsonDepth: must be a whole number from 8 to 1000; found \"4\"." },
        { "limits: { bodyBytes: 32 mebibytes }", "limits.bodyBytes: must be a size in bytes, or with its unit, such as 32MB or 32MiB" },
        { "limits: { bodyBytes: 1TB }", "limits.bodyBytes: must be a size" },
        { "limits: { bodyBytes: 20GiB }", "limits.bodyBytes: must be from 1KiB to 1GiB" },
        { "discovery: { interval: 15 }", "discovery.interval: must be a duration with its unit, such as 500ms, 2s, 10m or 1h30m; found \"15\"." },
        { "discovery: { interval: 2d }", "discovery.interval: must be from 1s to 1d" },
        { "usage: { prices: { m: { input: -1, output: 1 } } }", "usage.prices.m.input: must be a number, not negative" },
        { "logging: { level: warn }", "logging.level: must be one of trace, debug, information, warning, error, critical (did you mean \"warning\"?); found \"warn\"." },
        { "aliases: { a: b }", "aliases.a: must be a list" },
        { "aliases:\n  a:", "aliases.a: has no value" },
        { "server: { hosts: [~] }", "server.hosts[0]: is empty" },

        // addresses
        { "server: { url: 127.0.0.1:54112 }", "server.url: must be an http:// or https:// address" },
        { "server: { url: \"http://h:1/base\" }", "a path goes into server.basePath" },
        { "server: { url: \"http://h:99999\" }", "server.url: must be an http:// or https:// address" },
        { "server: { url: \"https://127.0.0.1:1\" }", "server.url: is https, so server.tls must name a certificate and its key" },
        { "server: { tls: { certificate: nowhere.pem, key: nowhere.pem } }", "server.tls.certificate: must be a file that exists and may be read" },
        { "server: { tls: { certificate: ziggie.yaml, key: ziggie.yaml } }", "server.tls: has no effect while server.url is http://" },
        { "server: { hosts: [\"http://a\"] }", "server.hosts[0]: must be a host name without scheme or port" },
        { "server: { corsOrigins: [\"*\"] }", "server.corsOrigins[0]: must name each origin" },
        { "server: { corsOrigins: [\"https://a/b\"] }", "server.corsOrigins[0]: must be an origin" },
        { "server: { basePath: ziggie }", "server.basePath: must be a path that begins with '/'" },
        { "server: { trustedProxies: [10.0.0.1/8] }", "server.trustedProxies[0]: must be a network whose bits after the prefix are zero" },
        { "server: { trustedProxies: [ten] }", "server.trustedProxies[0]: must be a network such as" },
        { "server: { anonymous: [{ cidr: 127.0.0.1/33, as: k }] }", "server.anonymous[0].cidr: must be a network" },
        { "server: { anonymous: [{ cidr: 127.0.0.1/32 }] }", "server.anonymous[0].as: is required: Name of the API key" },
        { "server: { anonymous: [{ cidr: 127.0.0.1/32, as: k }], trustedProxies: [10.0.0.0/8] }", "server.anonymous: cannot be used beside server.trustedProxies" },

        // database
        { "database: { provider: mysql }", "database.provider: must be one of sqlite, postgres" },
        { "database: { provider: postgres }", "database.connectionString: is required for postgres" },
        { "database: { connectionString: x }", "database.connectionString: is only for postgres" },

        // backends
        { "backends: [ollama]", "backends[0]: must be a section with the keys name, type, url" },
        { "backends: [{ type: ollama, url: http://h }]", "ziggie.yaml:1:12: backends[0].name: is required" },
        { "backends: [{ name: a, url: http://h }]", "backends.a.type: is required" },
        { "backends: [{ name: a, type: ollama }]", "backends.a.url: is required" },
        { "backends: [{ name: a/b, type: ollama, url: http://h }]", "backends.a/b.name: must be a name of at most 64 letters" },
        { "backends: [{ name: a, type: olama, url: http://h }]", "backends.a.type: must be one of ollama, openai, anthropic, simulator, engine (did you mean \"ollama\"?)" },
        { "backends: [{ name: a, type: comfyui }]", "backends.a.type: \"comfyui\" comes in a later version" },
        { "backends: [{ name: a, type: comfyui }]", "backends.a.type: \"comfyui\" comes in a later version" },
        { "backends: [{ name: a, type: openai, url: ftp://h/v1 }]", "backends.a.url: must be an http:// or https:// address" },
        { "backends: [{ name: a, type: openai, url: \"http://u:hunter2@h/v1\" }]", "a password belongs in apiKey or headers" },
        { "backends:\n- { name: a, type: ollama, url: http://h }\n- { name: A, type: ollama, url: http://i }", "ziggie.yaml:3:5: backends.A.name: \"A\" is the name of another backend too" },
        { "backends: [{ name: a, type: ollama, url: http://h, maxConcurrency: 0 }]", "backends.a.maxConcurrency: must be a whole number from 1 to 100000" },
        { "backends: [{ name: a, type: ollama, url: http://h, roles: [two words] }]", "backends.a.roles[0]: must be one word" },
        { "backends: [{ name: a, type: ollama, url: http://h, models: [{ name: m }, { name: m }] }]", "backends.a.models: names the model \"m\" twice" },
        { "backends: [{ name: a, type: ollama, url: http://h, headers: { \"bad name\": x } }]", "backends.a.headers: has a name that HTTP does not allow" },
        { "backends: [{ name: me, type: ollama, url: \"http://localhost:54112\" }]", "backends.me.url: is Ziggie's own address" },

        // aliases
        { "aliases: { a: [b], b: [c], c: [a] }", "leads back to itself: a → b → c → a" },
        { "aliases: { a: [a] }", "aliases.a: leads back to itself: a → a" },
        { "aliases: { a: [] }", "aliases.a: names no model" },

        // variables
        { "server: { url: \"${NOWHERE}\" }", "server.url: needs the environment variable NOWHERE, which is not set; set it, or write ${NOWHERE:-default}." },
        { "server: { url: \"${OPEN\" }", "server.url: has a '${' without its '}'" },
        { "server: { url: \"${A B}\" }", "server.url: has a '${…}' that is no variable's name" },

        // YAML itself
        { "server:\n  url: a\n url: b", "ziggie.yaml:3:" },
        { "server: [", "This is not valid YAML" },
        { "server: {}\nserver: {}", "ziggie.yaml:2:1: server: This key stands here twice, first on line 1; keep one." },
        { "a: *nothing", "no anchor '&nothing' stands before" },
        { "--- {}\n--- {}", "a second document begins here" },
        { "? [a]\n: b", "a key must be plain text" },
        { "just words", "must be a section with the keys server" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_place_and_how_to_mend_it(string yaml, string expected)
    {
        var result = SettingsFolder.Read(yaml);

        Assert.Null(result.Settings);
        Assert.Contains(result.Errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_come_at_once()
    {
        var result = SettingsFolder.Read("""
            server: { ulr: x, hosts: [a b] }
            backends:
              - { name: a, type: olama, url: nothing }
            limits: { jsonDepth: x }
            aliases: { a: [a] }
            """);

        Assert.Equal(
            ["server.ulr", "server.hosts[0]", "backends.a.type", "backends.a.url", "limits.jsonDepth", "aliases.a"],
            result.Errors.Select(e => e.Key).Order(new ByAppearance(result)));
    }

    [Fact]
    public void Errors_are_bounded()
    {
        var result = SettingsFolder.Read("server:\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"  wrong{i}: 1\n")));

        Assert.Equal(101, result.Errors.Count);
        Assert.Contains("More errors follow", result.Errors[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backends: [{ name: a, type: olama, url: http://h, apiKey: [hunter2] }]")]
    [InlineData("backends: [{ name: a, type: ollama, url: \"http://u:hunter2@h\" }]")]
    [InlineData("backends: [{ name: a, type: ollama, url: x, headers: { Authorization: [hunter2], B: \"hunter2\\a\" } }]")]
    [InlineData("backends: [hunter2]")]
    [InlineData("database: { connectionString: \"Password=hunter2\" }")]
    [InlineData("database: { provider: postgres, connectionString: [\"Password=hunter2\"] }")]
    [InlineData("backends: [{ name: a, type: ollama, url: \"${SECRET}\", maxConcurrency: \"${SECRET}\" }]")]
    [InlineData("apikey: hunter2")]
    public void Secrets_are_never_quoted(string yaml)
    {
        var result = SettingsFolder.Read(yaml, ("SECRET", "hunter2"));

        Assert.NotEmpty(result.Errors);
        Assert.DoesNotContain(result.Errors, e => e.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    private sealed class ByAppearance(Ziggie.Settings.SettingsResult result) : IComparer<string>
    {
        public int Compare(string? x, string? y) => Line(x).CompareTo(Line(y));

        private (int, int) Line(string? key)
        {
            var origin = result.Errors.First(e => e.Key == key).Origin;
            return (origin.Line, origin.Column);
        }
    }
}
