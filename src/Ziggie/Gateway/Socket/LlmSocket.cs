using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>One WebSocket of <c>/api/llm/ws</c>: a request at a time, answered piece by piece, cancelled on demand or when the socket goes.</summary>
internal sealed partial class LlmSocket(JsonSocket socket, Caller caller, IFrontDoor door, FrontDoorOrigin origin, ILogger log)
{
    private const int MaxWaitingBytes = 4 << 20;
    private Task _running = Task.CompletedTask;
    private CancellationTokenSource? _cancel;

    public async Task RunAsync(Task<SocketEnd> ended)
    {
        // Revoked or stopping: the model is not to go on while the close frame is under way.
        _ = ended.ContinueWith(_ => Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await socket.RunAsync(HandleAsync, ended);
        }
        finally
        {
            Cancel();
            await _running;
        }
    }

    private Task HandleAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            return TypeOf(json.Span) switch
            {
                "chat" when !_running.IsCompleted => TellAsync("already_running", "An answer is being written on this socket: wait for 'done', or send {\"type\":\"cancel\"}."),
                "chat" => ChatAsync(json),
                "cancel" => CancelAsync(),
                "ping" => socket.SendAsync(LlmFrames.Pong, CancellationToken.None),
                _ => TellAsync("bad_message", """Send {"type":"chat","model":"…","messages":[…]} or {"type":"cancel"}."""),
            };
        }
        catch (JsonException e)
        {
            return TellAsync("bad_json", $"The message is not JSON: {e.Message}");
        }
    }

    private Task ChatAsync(ReadOnlyMemory<byte> json)
    {
        ModelRequest request;
        try
        {
            // A copy: the socket's buffer takes the next message while this one runs.
            request = WireFormats.OpenAiChat.ReadRequest(json.ToArray());
        }
        catch (WireException e)
        {
            return TellAsync(e.Error.Code ?? "bad_request", e.Error.Message, e.Error.Param);
        }
        request = request with
        {
            Stream = true,
            IncludeUsage = true,
            Extra = request.Extra.Where(field => field.Key != "type").ToDictionary(),
        };
        var cancel = new CancellationTokenSource();
        _cancel = cancel;
        _running = AnswerAsync(request, cancel);
        return Task.CompletedTask;
    }

    private Task CancelAsync()
    {
        if (_running.IsCompleted) return TellAsync("nothing_running", "No answer is being written on this socket.");
        Cancel();
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(ModelRequest request, CancellationTokenSource cancel)
    {
        await Task.Yield();
        var reply = new LlmReply(Guid.NewGuid().ToString("N"), socket, MaxWaitingBytes, () => _ = cancel.CancelAsync());
        var sending = reply.SendAllAsync();
        FrontDoorResult? result = null;
        WireError? error = null;
        try
        {
            result = await door.CallAsync(caller, request, origin, reply, cancel.Token);
            error = result.Error ?? reply.Failure;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogFailed(e);
            error = new WireError(ErrorKind.Internal, "Ziggie failed while asking the model; its log says more.", "internal");
        }
        reply.Complete();
        await sending;
        var last = reply.IsTooSlow ? LlmFrames.Error("too_slow", "The reply came faster than it was read here; it was cut off.")
            : cancel.IsCancellationRequested ? LlmFrames.Done(reply.Tokens, "cancelled", result)
            : error is not null ? LlmFrames.Error(error.Code ?? "error", error.Message, error.Param)
            : LlmFrames.Done(reply.Tokens, Word(reply.Reason), result);
        await socket.SendAsync(last, CancellationToken.None);
    }

    private void Cancel() => _ = _cancel?.CancelAsync();

    private Task<bool> TellAsync(string code, string message, string? param = null) =>
        socket.SendAsync(LlmFrames.Error(code, message, param), CancellationToken.None);

    private static string Word(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };

    /// <summary>The message's <c>type</c>; the first one, and only at the top.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking the model for a WebSocket failed")]
    private partial void LogFailed(Exception e);
}
