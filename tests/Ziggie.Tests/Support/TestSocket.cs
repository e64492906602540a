using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ziggie.Tests.Support;

/// <summary>The other end of a WebSocket that carries JSON.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    public ClientWebSocket Raw => socket;

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>The next message but pings; null when the peer closed.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        while (true)
        {
            var message = await ReceiveAnyAsync();
            if (message?["type"]?.GetValue<string>() != "ping") return message;
        }
    }

    public async Task<JsonNode?> ReceiveAnyAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        var bytes = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, bound.Token);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            bytes.Write(buffer, 0, read.Count);
            if (read.EndOfMessage) return JsonNode.Parse(bytes.ToArray());
        }
    }

    /// <summary>Skips to the first message that fits.</summary>
    public async Task<JsonNode> UntilAsync(Func<JsonNode, bool> fits)
    {
        while (true)
        {
            var message = await ReceiveAsync() ?? throw new InvalidOperationException($"Closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            if (fits(message)) return message;
        }
    }

    public void Dispose() => socket.Dispose();
}
