using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire;

/// <summary>Failures in the words of each dialect, and what backends say of theirs.</summary>
public static class ErrorBodies
{
    /// <summary>Longest message taken over from a backend, in characters.</summary>
    public const int LongestMessage = 500;

    /// <summary>The body of an error answer; also what an in-stream error frame carries.</summary>
    public static void Write(Dialect dialect, WireError error, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(error);
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        switch (dialect)
        {
            case Dialect.Ollama:
                json.WriteString("error"u8, error.Message);
                break;
            case Dialect.Anthropic:
                json.WriteString("type"u8, "error"u8);
                json.WriteStartObject("error"u8);
                json.WriteString("type"u8, AnthropicType(error.Kind));
                json.WriteString("message"u8, error.Message);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject("error"u8);
                json.WriteString("message"u8, error.Message);
                json.WriteString("type"u8, OpenAiType(error.Kind));
                json.WriteString("param"u8, error.Param);
                json.WriteString("code"u8, OpenAiCode(error));
                json.WriteEndObject();
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>What went wrong by the backend's own account, bounded; a plain description where it gave none that can be shown.</summary>
    public static string Read(Dialect dialect, int status, ReadOnlySpan<byte> body)
    {
        if (BackendFault.TryRead(body, out var fault)) return fault.Message;
        var server = dialect switch { Dialect.Ollama => "an Ollama server", Dialect.Anthropic => "an Anthropic server", _ => "an OpenAI server" };
        return $"The backend answered with status {status} and no message that {server} would give.";
    }

    /// <summary>OpenAI's word for the kind of error.</summary>
    internal static string OpenAiType(ErrorKind kind) => kind switch
    {
        ErrorKind.RateLimited => "rate_limit_error",
        ErrorKind.Internal or ErrorKind.Backend or ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Loop => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>The error's own code, else OpenAI's usual one for its kind.</summary>
    internal static string? OpenAiCode(WireError error) => error.Code ?? error.Kind switch
    {
        ErrorKind.Unauthorized => "invalid_api_key",
        ErrorKind.Forbidden => "insufficient_permissions",
        ErrorKind.NotFound when error.Param == "model" => "model_not_found",
        ErrorKind.NotFound => "not_found",
        ErrorKind.MethodNotAllowed => "method_not_supported",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.Overloaded => "overloaded",
        ErrorKind.Timeout => "timeout",
        _ => null,
    };

    private static string AnthropicType(ErrorKind kind) => kind switch
    {
        ErrorKind.BadRequest or ErrorKind.MethodNotAllowed or ErrorKind.Misdirected => "invalid_request_error",
        ErrorKind.Unauthorized => "authentication_error",
        ErrorKind.Forbidden => "permission_error",
        ErrorKind.NotFound => "not_found_error",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.RateLimited => "rate_limit_error",
        ErrorKind.Overloaded => "overloaded_error",
        ErrorKind.Timeout => "timeout_error",
        _ => "api_error",
    };
}
