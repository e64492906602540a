using System.Text.Json;
using Ziggie.Engine.Answers;
using Ziggie.Engine.Libraries;
using Ziggie.Engine.Native;
using Ziggie.Engine.Vectors;
using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>What the parent can ask for: OpenAI's endpoints under <c>/v1</c>, and the engine's own.</summary>
internal sealed class EngineApi(EngineModels models, TimeProvider time)
{
    private readonly Chats _chats = new(time);

    public async Task HandleAsync(HttpRequest request, HttpReply reply, CancellationToken left)
    {
        switch (request.Method, request.Path)
        {
            case ("POST", "/v1/chat/completions"):
                await GenerateAsync(WireFormats.OpenAiChat, request, reply, left);
                break;
            case ("POST", "/v1/completions"):
                await GenerateAsync(WireFormats.OpenAiCompletions, request, reply, left);
                break;
            case ("POST", "/v1/embeddings"):
                await EmbedAsync(request, reply, left);
                break;
            case ("POST", "/count"):
                await CountAsync(request, reply, left);
                break;
            case ("PUT", "/setup"):
                models.Setup(JsonSerializer.Deserialize(request.Body.Span, EngineJson.Default.EngineSetup)!);
                State(reply);
                break;
            case ("GET", "/state"):
                State(reply);
                break;
            case ("POST", "/load"):
                await LoadAsync(Order(request), reply, left);
                break;
            case ("POST", "/unload"):
                models.Unload(Order(request).Model);
                State(reply);
                break;
            default:
                reply.Error(new WireError(ErrorKind.NotFound, $"The engine has no {request.Method} {request.Path}."));
                break;
        }
    }

    private static ModelOrder Order(HttpRequest request) => JsonSerializer.Deserialize(request.Body.Span, EngineJson.Default.ModelOrder)!;

    private async Task GenerateAsync(WireFormat format, HttpRequest request, HttpReply reply, CancellationToken left)
    {
        var asked = format.ReadRequest(request.Body);
        using var lease = await models.TakeAsync(asked.Model, KeepAlive(asked), left);
        await _chats.AnswerAsync(format, asked, lease, reply, left);
    }

    private async Task EmbedAsync(HttpRequest request, HttpReply reply, CancellationToken left)
    {
        var asked = WireFormats.OpenAiEmbeddings.ReadRequest(request.Body);
        using var lease = await models.TakeAsync(asked.Model, KeepAlive(asked), left);
        await Embeddings.AnswerAsync(asked, lease.Model, reply, time, left);
    }

    private async Task CountAsync(HttpRequest request, HttpReply reply, CancellationToken left)
    {
        var asked = WireFormats.OpenAiChat.ReadRequest(request.Body);
        using var lease = await models.TakeAsync(asked.Model, null, left);
        reply.Whole(200, "application/json", JsonSerializer.SerializeToUtf8Bytes(new TokenCount(_chats.Prepare(asked, lease.Model).Tokens.Length), EngineJson.Default.TokenCount));
    }

    private async Task LoadAsync(ModelOrder order, HttpReply reply, CancellationToken left)
    {
        var lease = await models.TakeAsync(order.Model, order.KeepAliveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, left);
        // Told as it stays behind: not in use by this order.
        lease.Dispose();
        State(reply);
    }

    private void State(HttpReply reply)
    {
        var devices = LlamaLibrary.Devices().Select(d => new EngineDevice(
            d.Name, d.Description, d.Type switch { GgmlDeviceType.Gpu => "gpu", GgmlDeviceType.IntegratedGpu => "integrated", GgmlDeviceType.Cpu => "cpu", _ => "accelerator" }, d.Free, d.Total));
        reply.Whole(200, "application/json", JsonSerializer.SerializeToUtf8Bytes(new EngineState(EngineRelease.Version, models.Budget, [.. devices], models.States()), EngineJson.Default.EngineState));
    }

    private static TimeSpan? KeepAlive(ModelRequest request) => Wire.KeepAlive.Parse(request.KeepAlive) is { } said ? said
        : request.KeepAlive is { } wrong ? throw new WireException($"keep_alive must be seconds or a duration such as \"5m\", but it is \"{wrong}\".", "keep_alive") : null;
}
