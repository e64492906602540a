using System.Diagnostics;
using System.Text;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>What each stream of the upstream is made of.</summary>
/// <param name="Chunks">Pieces with text; null: one, and silence after it.</param>
internal sealed record StreamPlan(int? Chunks, TimeSpan Gap)
{
    /// <summary>Precedes the time at which a piece was sent: 19 digits and a semicolon, read by the client on the same clock.</summary>
    public static ReadOnlySpan<byte> Mark => "T="u8;

    public const int Digits = 19;

    public long GapTicks => (long)(Gap.TotalSeconds * Stopwatch.Frequency);

    public static byte[] Head { get; } = Ascii("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");

    public static byte[] Piece { get; } = Framed(Event("""{"content":" T=0000000000000000000; container"}""", "null"));

    public static byte[] Tail { get; } =
    [
        .. Framed(Event("{}", "\"stop\"")),
        .. Framed("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"mock","choices":[],"usage":{"prompt_tokens":24,"completion_tokens":50,"total_tokens":74}}""" + "\n\n"),
        .. Framed("data: [DONE]\n\n"),
        .. "0\r\n\r\n"u8,
    ];

    public static byte[] Models { get; } = Plain("""{"object":"list","data":[{"id":"mock","object":"model","created":1700000000,"owned_by":"bench"}]}""");

    private static string Event(string delta, string reason) =>
        $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"mock","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{reason}}}}]}""" + "\n\n";

    private static byte[] Plain(string body) => Ascii($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static byte[] Framed(string text) => Ascii($"{text.Length:x}\r\n{text}\r\n");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
