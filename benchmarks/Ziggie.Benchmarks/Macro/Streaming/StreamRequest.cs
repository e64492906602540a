using System.Text;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>A chat that asks for a stream, and how the stream's end looks.</summary>
internal sealed record StreamRequest(int Port, byte[] Bytes, byte[] End)
{
    public static StreamRequest OpenAi(int port, string key) => new(port,
        Post("/v1/chat/completions", port, key, """{"model":"mock","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Write a haiku about containers"}]}"""),
        "[DONE]"u8.ToArray());

    public static StreamRequest Ollama(int port, string key) => new(port,
        Post("/api/chat", port, key, """{"model":"mock","stream":true,"messages":[{"role":"user","content":"Write a haiku about containers"}]}"""),
        "\"done\":true"u8.ToArray());

    private static byte[] Post(string path, int port, string key, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
