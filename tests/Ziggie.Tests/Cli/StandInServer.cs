using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ziggie.Tests.Cli;

/// <summary>
/// Gives canned answers over real HTTP, for tests of what the command line sends and shows. It is no control center: that the two
/// understand each other is tested with the real one.
/// </summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();

    private StandInServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Asked Last => Requests.Last();

    public static async Task<StandInServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new StandInServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <param name="route">Method and path, e.g. <c>GET /api/keys</c>.</param>
    public StandInServer On(string route, string json, int status = 200, string type = "application/json") => On(route, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(json);
    });

    public StandInServer On(string route, Func<HttpContext, Task> answer)
    {
        _answers[route] = answer;
        return this;
    }

    /// <summary>A chat whose reply comes in these chunks.</summary>
    public StandInServer OnChat(params string[] events) => On("POST /api/llm/chat", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["x-ziggie-model"] = "llama3.2:3b";
        foreach (var data in events) await context.Response.WriteAsync($": ping\n\ndata: {data}\n\n");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue(new Asked(
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
            context.Request.Headers.Authorization.ToString(),
            await reader.ReadToEndAsync()));
        if (_answers.TryGetValue($"{context.Request.Method} {context.Request.Path}", out var answer)) await answer(context);
        else context.Response.StatusCode = 404;
    }

    internal sealed record Asked(string Line, string Authorization, string Body);
}
