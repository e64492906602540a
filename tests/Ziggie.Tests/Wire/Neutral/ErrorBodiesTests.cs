using System.Buffers;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

public sealed class ErrorBodiesTests
{
    [Theory]
    [InlineData(ErrorKind.BadRequest, "invalid_request_error", null, "invalid_request_error")]
    [InlineData(ErrorKind.Unauthorized, "invalid_request_error", "invalid_api_key", "authentication_error")]
    [InlineData(ErrorKind.Forbidden, "invalid_request_error", "insufficient_permissions", "permission_error")]
    [InlineData(ErrorKind.NotFound, "invalid_request_error", "model_not_found", "not_found_error")]
    [InlineData(ErrorKind.MethodNotAllowed, "invalid_request_error", "method_not_supported", "invalid_request_error")]
    [InlineData(ErrorKind.TooLarge, "invalid_request_error", "request_too_large", "request_too_large")]
    [InlineData(ErrorKind.Misdirected, "invalid_request_error", null, "invalid_request_error")]
    [InlineData(ErrorKind.RateLimited, "rate_limit_error", "rate_limit_exceeded", "rate_limit_error")]
    [InlineData(ErrorKind.Internal, "server_error", null, "api_error")]
    [InlineData(ErrorKind.Backend, "server_error", null, "api_error")]
    [InlineData(ErrorKind.Overloaded, "server_error", "overloaded", "overloaded_error")]
    [InlineData(ErrorKind.Timeout, "server_error", "timeout", "timeout_error")]
    [InlineData(ErrorKind.Loop, "server_error", null, "api_error")]
    public void Every_kind_has_its_word_in_every_dialect(ErrorKind kind, string openAi, string? code, string anthropic)
    {
        var error = new WireError(kind, "No \"x\".", Param: "model");

        WireKit.SameJson($$$"""{"error":{"message":"No \"x\".","type":"{{{openAi}}}","param":"model","code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""", Write(Dialect.OpenAi, error));
        WireKit.SameJson("""{"error":"No \"x\"."}""", Write(Dialect.Ollama, error));
        WireKit.SameJson($$$"""{"type":"error","error":{"type":"{{{anthropic}}}","message":"No \"x\"."}}""", Write(Dialect.Anthropic, error));
    }

    [Theory]
    [InlineData("""{"error":{"message":"No such model.","type":"x"}}""", "No such model.")]
    [InlineData("""{"error":"No such model."}""", "No such model.")]
    [InlineData("""{"type":"error","error":{"type":"not_found_error","message":"No such model."}}""", "No such model.")]
    [InlineData("""{"message":"No such model."}""", "No such model.")]
    [InlineData("""{"detail":"No such model."}""", "No such model.")]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"No such model."}]}""", "No such model.")]
    [InlineData("{\"error\":\" No\\nsuch\\tmodel. \"}", "No such model.")]
    public void Takes_over_what_a_backend_said(string body, string expected) => Assert.Equal(expected, Read(body));

    [Theory]
    [InlineData("<html><body>Bad gateway</body></html>")]
    [InlineData("""{"error":"<html>Bad gateway</html>"}""")]
    [InlineData("""{"error":"Oops <HTML>Bad gateway"}""")]
    [InlineData("Bad gateway")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"error\":")]
    [InlineData("""{"error":"\ud800 Bad gateway"}""")]
    public void Shows_nothing_else(string body)
    {
        var said = Read(body);

        Assert.Contains("502", said, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_messages_are_cut()
    {
        var said = Read($$"""{"error":"{{new string('x', 10_000)}}"}""");

        Assert.Equal(ErrorBodies.LongestMessage, said.Length);
        Assert.EndsWith("x…", said, StringComparison.Ordinal);
    }

    private static string Read(string body) => ErrorBodies.Read(Dialect.OpenAi, 502, Encoding.UTF8.GetBytes(body));

    private static string Write(Dialect dialect, WireError error)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorBodies.Write(dialect, error, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
