using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Ziggie.Benchmarks.Macro.Llama;

/// <summary>One stream of tokens as its client saw it.</summary>
/// <param name="sentAt">Timestamp of the request.</param>
internal sealed class Told(long sentAt)
{
    private readonly List<long> _arrivals = [];

    /// <summary>From the usage that the server told.</summary>
    public int Tokens { get; private set; }
    public int PromptTokens { get; private set; }

    public long SentAt => sentAt;
    public long FirstAt => _arrivals[0];
    public long LastAt => _arrivals[^1];

    public double FirstMs => Stopwatch.GetElapsedTime(sentAt, FirstAt).TotalMilliseconds;

    public double TokensPerSecond => (Tokens - 1) / Stopwatch.GetElapsedTime(FirstAt, LastAt).TotalSeconds;

    /// <summary>Between pieces that came within a time, and when the second came.</summary>
    public IEnumerable<(double Ms, long At)> Gaps(long from, long to) =>
        _arrivals.Zip(_arrivals.Skip(1)).Where(p => p.Second >= from && p.First <= to).Select(p => (Stopwatch.GetElapsedTime(p.First, p.Second).TotalMilliseconds, p.Second));

    /// <summary>Notes when text has come.</summary>
    public void Came(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Count("\"text\":\""u8) > bytes.Count("\"text\":\"\""u8)) _arrivals.Add(Stopwatch.GetTimestamp());
    }

    /// <returns>True where all has come.</returns>
    public bool Take(ReadOnlySpan<byte> all)
    {
        if (all.Length > 12 && _arrivals.Count == 0 && !all.StartsWith("HTTP/1.1 200"u8)) throw new BenchmarkException($"no stream: {Encoding.UTF8.GetString(all[..Math.Min(all.Length, 600)])}");
        if (all.Length < 64 || all[^64..].IndexOf("[DONE]"u8) < 0) return false;
        (PromptTokens, Tokens) = (Number(all, "\"prompt_tokens\":"u8), Number(all, "\"completion_tokens\":"u8));
        if (Tokens == 0 || _arrivals.Count == 0) throw new BenchmarkException($"no tokens came: {Encoding.UTF8.GetString(all[..Math.Min(all.Length, 600)])}");
        return true;
    }

    private static int Number(ReadOnlySpan<byte> all, ReadOnlySpan<byte> name) =>
        all.LastIndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(all[(at + name.Length)..].TrimStart((byte)' '), out int value, out _) ? value : 0;
}
