using System.Globalization;
using Ziggie.Wire;

namespace Ziggie.Simulator;

/// <summary>The <c>simulate</c> verb: serves until it is told to stop, and says what it serves.</summary>
public static class SimulatorHost
{
    private const int Fine = 0;
    private const int WrongUsage = 2;

    /// <summary>Runs until <paramref name="cancellation"/>. Returns the exit code. Throws <see cref="IOException"/> where the port is taken.</summary>
    public static async Task<int> RunAsync(SimulatorOptions options, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        try
        {
            await using var server = await SimulatorServer.StartAsync(options, cancellation);
            await output.WriteLineAsync(Describe(server).AsMemory(), cancellation);
            await output.FlushAsync(cancellation);
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var stats = server.Stats;
            await output.WriteLineAsync($"{stats.Requests} requests: {stats.Completed} answered, {stats.Cancelled} left by their caller; {stats.Tokens} tokens, at most {stats.MostActive} at once.");
            return Fine;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Fine;
        }
        catch (ArgumentException e)
        {
            await output.WriteLineAsync(e.Message);
            return WrongUsage;
        }
    }

    internal static string Describe(SimulatorServer server)
    {
        var options = server.Options;
        var lines = new List<string>
        {
            $"Simulated {Name(options.Dialect)} server on {server.Url}  (no model is loaded; every reply says that it is simulated)",
            $"  models   {string.Join(", ", options.Models)}",
            string.Create(CultureInfo.InvariantCulture, $"  pace     first token after {options.First.TotalMilliseconds} ms, then one every {options.Gap.TotalMilliseconds} ms; {(options.Tokens is { } t ? $"{t} tokens" : "as long as it takes")}{(options.Slots is { } s ? $"; {s} at once" : "")}"),
            $"  faults   {(server.Faults.Count == 0 ? "none" : string.Join("; ", server.Faults))}",
            $"  serves   {string.Join("\n           ", server.Paths)}",
            "Try",
            $"  {Example(options, server.Url)}",
            "Prompts can steer a reply: [[say:exact text]] [[think:…]] [[tool:NAME {\"arg\":1}]] [[tokens:500]] [[delay:200]] [[gap:50]] [[fault:drop after=5]]",
            "Ctrl-C ends it.",
        };
        return string.Join(Environment.NewLine, lines);
    }

    private static string Name(Dialect dialect) => dialect switch { Dialect.Ollama => "Ollama", Dialect.Anthropic => "Anthropic", _ => "OpenAI" };

    private static string Example(SimulatorOptions options, Uri url)
    {
        var key = options.ApiKey is null ? "" : options.Dialect == Dialect.Anthropic ? " -H 'x-api-key: KEY'" : " -H 'Authorization: Bearer KEY'";
        var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
        return options.Dialect switch
        {
            Dialect.Ollama => $"curl -N {url}api/chat{key} -d '{{\"model\":\"{options.Models[0]}\",{messages}}}'",
            Dialect.Anthropic => $"curl -N {url}v1/messages{key} -d '{{\"model\":\"{options.Models[0]}\",\"max_tokens\":200,\"stream\":true,{messages}}}'",
            _ => $"curl -N {url}v1/chat/completions{key} -d '{{\"model\":\"{options.Models[0]}\",\"stream\":true,{messages}}}'",
        };
    }
}
