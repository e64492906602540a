using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Tests.Support;

/// <summary>A few features on a real Kestrel at a free port. Who calls is said by the header <c>x-test-user</c>; the rest of the door is left out.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private const string UserHeader = "x-test-user";

    private TestHost(WebApplication app, TestCallers callers) => (App, Callers) = (app, callers);

    public WebApplication App { get; }

    public TestCallers Callers { get; }

    public Uri Address => new(App.Urls.First());

    public IServiceProvider Services => App.Services;

    public static async Task<TestHost> StartAsync(Action<IServiceCollection> add, Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var callers = new TestCallers();
        add(builder.Services);
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        app.Use((context, next) => AuthorizeAsync(context, next, callers));
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(app, callers);
    }

    /// <summary>A client that is this user.</summary>
    public HttpClient As(string user)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add(UserHeader, user);
        return client;
    }

    public async Task<TestSocket> ConnectAsync(string user, string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(UserHeader, user);
        await socket.ConnectAsync(new Uri($"ws://{Address.Authority}{path}"), TestContext.Current.CancellationToken);
        return new TestSocket(socket);
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await App.StopAsync(bound.Token);
        await App.DisposeAsync();
    }

    private static async Task AuthorizeAsync(HttpContext context, RequestDelegate next, TestCallers callers)
    {
        var access = context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>();
        if (access is null)
        {
            context.Response.StatusCode = 404;
            return;
        }
        if (context.Request.Headers[UserHeader].ToString() is not { Length: > 0 } name)
        {
            context.Response.StatusCode = 401;
            return;
        }
        var caller = callers.Get(name);
        if (access.Any != Permissions.None && !caller.May(access.Any))
        {
            context.Response.StatusCode = 403;
            return;
        }
        context.Features.Set(caller);
        await next(context);
    }
}
