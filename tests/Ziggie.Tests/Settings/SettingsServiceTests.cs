using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;

namespace Ziggie.Tests.Settings;

/// <summary>Taking up a changed file, or not.</summary>
public sealed class SettingsServiceTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_change_is_swapped_in_and_told_once()
    {
        var service = Start("logging: { level: debug }");
        var told = new List<string>();
        service.Changed += s => told.Add(s.Logging.Level);

        service.Take(_folder.Write("logging: { level: error }").Load());
        service.Take(_folder.Write("# a comment\nlogging: { level: error }").Load());

        Assert.Equal(["error"], told);
        Assert.Equal("error", service.Current.Logging.Level);
    }

    [Fact]
    public void A_bad_change_keeps_what_was_and_logs_every_error()
    {
        var log = new ListLogger();
        var service = Start("logging: { level: debug }", log);

        service.Take(_folder.Write("logging: { level: loud }\nserver: { ulr: x }").Load());

        Assert.Equal("debug", service.Current.Logging.Level);
        Assert.Contains(log.Lines, l => l.Contains("ziggie.yaml:1:19: logging.level: must be one of", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("ziggie.yaml:2:11: server.ulr", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("was not taken (errors: 2)", StringComparison.Ordinal));
        Assert.Equal(2, service.State.Errors.Count);
    }

    [Fact]
    public void Keys_that_need_a_restart_are_named_and_keep_their_value()
    {
        var log = new ListLogger();
        var service = Start("server: { url: \"http://127.0.0.1:1\" }", log);

        service.Take(_folder.Write("server: { url: \"http://127.0.0.1:2\", hosts: [a.example] }\ndatabase: { provider: postgres, connectionString: \"Password=hunter2\" }").Load());

        Assert.Equal("http://127.0.0.1:1", service.Current.Server.Url);
        Assert.Equal("sqlite", service.Current.Database.Provider);
        Assert.Equal(["a.example"], service.Current.Server.Hosts);
        Assert.Equal(["server.url", "database.provider", "database.connectionString"], service.State.NeedRestart);
        Assert.Contains(log.Lines, l => l.StartsWith("server.url was changed", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, l => l.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void It_tells_where_a_key_is_declared()
    {
        _folder.Write("backends:\n  - { name: b, type: simulator }\n  - name: technical\n    type: simulator\naliases:\n  smart: [technical/demo]\n");
        var service = new SettingsService(_folder.Load(("ZIGGIE__BACKENDS__2__NAME", "env"), ("ZIGGIE__BACKENDS__2__TYPE", "simulator")), NullLogger<SettingsService>.Instance);

        Assert.Equal(new SettingSource("ziggie.yaml", 3), service.DeclaredAt("backends.technical"));
        Assert.Equal(new SettingSource("ziggie.yaml", 6), service.DeclaredAt("aliases.smart"));
        Assert.Equal(new SettingSource("environment variable ZIGGIE__BACKENDS__2__NAME"), service.DeclaredAt("backends.env"));
        Assert.Null(service.DeclaredAt("backends.added-by-hand"));
    }

    [Fact]
    public void A_handler_that_fails_does_not_keep_the_others_from_hearing()
    {
        var service = Start("");
        var heard = false;
        service.Changed += _ => throw new InvalidOperationException();
        service.Changed += _ => heard = true;

        service.Take(_folder.Write("logging: { level: error }").Load());

        Assert.True(heard);
    }

    private SettingsService Start(string yaml, ILogger<SettingsService>? log = null) =>
        new(_folder.Write(yaml).Load(), log ?? NullLogger<SettingsService>.Instance);

    private sealed class ListLogger : ILogger<SettingsService>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
