using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Ziggie.Logs;

/// <summary>One line of Ziggie's own log.</summary>
/// <param name="Id">Counts up by one.</param>
/// <param name="Level">information, warning, error or critical.</param>
public sealed record LogLine(long Id, DateTimeOffset Time, string Level, string Category, string Message);

/// <summary>The last lines of the log, in memory, for pages and the command line. Bounded.</summary>
public sealed class LogRing(TimeProvider time) : ILoggerProvider
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 2000;

    private const int MaxMessage = 4000;
    private const int MaxWatchers = 32;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Channel<LogLine>> _watchers = [];
    private long _last;

    public ILogger CreateLogger(string categoryName) => new RingLogger(this, categoryName);

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<LogLine> Tail(int most)
    {
        lock (_lock) return [.. _lines.Skip(Math.Max(0, _lines.Count - most))];
    }

    /// <summary>The last lines and, until disposed, every further one; a watcher that reads slowly loses the oldest. Null where too many watch.</summary>
    public LogWatch? Watch(int tail)
    {
        var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_watchers.Count >= MaxWatchers) return null;
            foreach (var line in _lines.Skip(Math.Max(0, _lines.Count - tail))) channel.Writer.TryWrite(line);
            _watchers.Add(channel);
        }
        return new LogWatch(channel.Reader, () =>
        {
            lock (_lock) _watchers.Remove(channel);
        });
    }

    public void Dispose()
    {
    }

    private void Add(LogLevel level, string category, string message)
    {
        if (message.Length > MaxMessage) message = message[..MaxMessage] + "…";
        lock (_lock)
        {
            var line = new LogLine(++_last, time.GetUtcNow(), level.ToString().ToLowerInvariant(), category, message);
            _lines.Enqueue(line);
            if (_lines.Count > Capacity) _lines.Dequeue();
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(line);
        }
    }

    private sealed class RingLogger(LogRing ring, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var text = formatter(state, exception);
            ring.Add(logLevel, category, exception is null ? text : $"{text} {exception.GetType().Name}: {exception.Message}");
        }
    }
}

/// <summary>A running watch of the log; dispose it to end it.</summary>
public sealed class LogWatch(ChannelReader<LogLine> lines, Action end) : IDisposable
{
    public ChannelReader<LogLine> Lines => lines;

    public void Dispose() => end();
}
