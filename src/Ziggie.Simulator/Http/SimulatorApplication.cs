using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ziggie.Simulator.Faults;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>From a request to its route; what every request has in common: body, key, record, errors in the dialect's shape.</summary>
internal sealed class SimulatorApplication(SimulatorState state) : IHttpApplication<HttpContext>
{
    private const string StatsPath = "/simulator/stats";

    private readonly SimulatorOptions _options = state.Options;
    private readonly Routes _routes = new(state.Options, state.Shelf);

    public IEnumerable<string> Paths => _routes.Paths.Append($"GET {StatsPath}");

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (context.Request.Path == StatsPath)
        {
            await context.Response.SendAsync(Stats());
            return;
        }
        SimulatedRequest? observed = null;
        try
        {
            var body = await ReadBodyAsync(context);
            observed = state.Log.Begin(context, body);
            await using var left = context.RequestAborted.Register(() => state.Log.CallerLeft(observed));
            await AnswerAsync(context, body, observed);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left: nobody to tell.
        }
        catch (BadHttpRequestException e)
        {
            await SendErrorAsync(context, StatusErrors.Of(e.StatusCode, e.Message), e.StatusCode);
        }
        catch (Exception e) when (observed is not null)
        {
            await SendErrorAsync(context, e is WireException wire ? wire.Error : new WireError(ErrorKind.Internal, $"The simulator itself failed: {e}"));
        }
        finally
        {
            if (observed is not null) Record(context, observed);
        }
    }

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, SimulatedRequest observed)
    {
        CheckKey(context.Request.Headers);
        var route = _routes.Find(context.Request.Method, context.Request.Path.Value ?? "/");
        if (route.Format is { } format)
        {
            await new ModelExchange(context, format, state, observed).RunAsync(body);
            return;
        }

        var fault = state.Faults.Next(model: false);
        observed.Fault = fault?.ToString();
        var behavior = fault is null ? null : FaultBehaviors.Of(fault.Kind);
        var faulty = new FaultContext(context, fault ?? new Fault(FaultKind.Status), observed, _options) { Framing = Framing.Ndjson };
        if (behavior is not null && !await behavior.BeforeAnswerAsync(faulty)) return;
        if (route.Run is { } run)
        {
            await run(context, body);
            return;
        }
        var answer = route.Page!(body);
        if (behavior is null)
        {
            await context.Response.SendAsync(answer);
            return;
        }
        faulty.Outlet = behavior.Wrap(faulty);
        await behavior.SendWholeAsync(faulty, answer);
    }

    private void CheckKey(IHeaderDictionary headers)
    {
        if (_options.ApiKey is not { } key) return;
        var authorization = headers.Authorization.ToString();
        var given = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..] : headers["x-api-key"].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key)))
            throw new WireException(new WireError(ErrorKind.Unauthorized, "The key is missing or not the simulator's (--api-key). Send it as Authorization: Bearer or x-api-key."));
    }

    private void Record(HttpContext context, SimulatedRequest observed)
    {
        observed.Status = observed.BrokenByFault && !context.Response.HasStarted ? 0 : context.Response.StatusCode;
        if (context.RequestAborted.IsCancellationRequested && !observed.BrokenByFault) state.Log.CallerLeft(observed);
        else state.Log.Completed(observed);
    }

    private async Task SendErrorAsync(HttpContext context, WireError error, int? status = null)
    {
        if (context.Response.HasStarted) context.Abort();
        else await context.Response.SendErrorAsync(_options.Dialect, error, status);
    }

    private Page Stats() => Page.Json(output =>
    {
        using var json = new Utf8JsonWriter(output);
        var last = state.Log.Last.Select(r => new StatsRequest(
            r.Number, r.Method, r.Path, r.BodyBytes, r.Model, r.Status, r.Tokens, r.Fault, r.CancelledAfter?.TotalMilliseconds));
        JsonSerializer.Serialize(json, new StatsPage(state.Log.Stats, [.. last]), StatsJson.Default.StatsPage);
    });

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding")) return default;
        using var memory = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 1 << 20));
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }
}
