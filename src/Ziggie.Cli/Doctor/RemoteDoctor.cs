using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Http;

namespace Ziggie.Cli.Doctor;

/// <summary>The control center examines.</summary>
internal sealed class RemoteDoctor(ApiClient client) : IDoctor
{
    public Task<JsonElement> RunAsync(CancellationToken cancel) => client.SendAsync(HttpMethod.Post, "/api/doctor/run", null, cancel);

    public Task<JsonElement> FixAsync(string code, string target, string? token, CancellationToken cancel) =>
        client.SendAsync(HttpMethod.Post, "/api/doctor/fix", new JsonObject { ["code"] = code, ["target"] = target, ["dryRun"] = token is null, ["token"] = token }, cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
