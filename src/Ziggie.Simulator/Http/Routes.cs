using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>What answers a path: a model through its format, a page, or something that writes its own answer.</summary>
internal sealed record Route(WireFormat? Format, Func<ReadOnlyMemory<byte>, Page>? Page = null, Func<HttpContext, ReadOnlyMemory<byte>, Task>? Run = null);

/// <summary>The paths of each dialect.</summary>
internal sealed class Routes
{
    private const string OllamaVersion = "0.12.11";

    private readonly Dictionary<(string Method, string Path), Route> _routes = [];
    private readonly ModelShelf _shelf;
    private readonly SimulatorOptions _options;
    private readonly Dialect _dialect;

    public Routes(SimulatorOptions options, ModelShelf shelf)
    {
        _options = options;
        _shelf = shelf;
        _dialect = options.Dialect;
        switch (_dialect)
        {
            case Dialect.Ollama: MapOllama(); break;
            case Dialect.Anthropic: MapAnthropic(); break;
            default: MapOpenAi(); break;
        }
    }

    public IEnumerable<string> Paths => _routes.Keys.Where(k => k.Method != "HEAD").Select(k => $"{k.Method} {k.Path}");

    public Route Find(string method, string path)
    {
        if (_routes.TryGetValue((method, path), out var route)) return route;
        if (_dialect != Dialect.Ollama && method == "GET" && path.StartsWith("/v1/models/", StringComparison.Ordinal))
            return new Route(null, _ => OneModel(path["/v1/models/".Length..]));
        var known = _routes.Keys.Any(k => k.Path == path);
        throw new WireException(known
            ? new WireError(ErrorKind.MethodNotAllowed, $"{path} does not take {method}.")
            : new WireError(ErrorKind.NotFound, $"The simulator has no {path}. It serves {string.Join(", ", Paths)}."));
    }

    private void MapOpenAi()
    {
        Model(WireFormats.OpenAiChat, "/v1");
        Model(WireFormats.OpenAiCompletions, "/v1");
        Model(WireFormats.OpenAiEmbeddings, "/v1");
        Model(WireFormats.OpenAiResponses, "/v1");
        Get("/v1/models", _ => Page.Json(o => ModelLists.WriteOpenAi(_shelf.Models, o)));
        Get("/health", _ => new Page(200, "application/json", "{\"status\":\"ok\"}"u8.ToArray()));
    }

    private void MapAnthropic()
    {
        Model(WireFormats.AnthropicMessages, "");
        Model(WireFormats.AnthropicCountTokens, "");
        Get("/v1/models", _ => Page.Json(o => ModelLists.WriteAnthropic(_shelf.Models, o)));
    }

    private void MapOllama()
    {
        Model(WireFormats.OllamaChat, "");
        Model(WireFormats.OllamaGenerate, "");
        Model(WireFormats.OllamaEmbed, "");
        Model(WireFormats.OllamaEmbeddings, "");
        Get("/", _ => new Page(200, "text/plain; charset=utf-8", "Ollama is running"u8.ToArray()));
        Get("/api/version", _ => Page.Json(o => OllamaModelLists.WriteVersion(OllamaVersion, o)));
        Get("/api/tags", _ => Page.Json(o => OllamaModelLists.WriteTags(_shelf.Models, o)));
        Get("/api/ps", _ => Page.Json(o => OllamaModelLists.WritePs(_shelf.Running(), o)));
        _routes[("POST", "/api/show")] = new Route(null, body =>
        {
            var model = Known(OllamaBodies.ModelOf(body));
            return Page.Json(o => OllamaModelLists.WriteShow(model, o));
        });
        _routes[("DELETE", "/api/delete")] = new Route(null, body =>
        {
            _shelf.Remove(Known(OllamaBodies.ModelOf(body)));
            return new Page(200, "application/json", default);
        });
        _routes[("POST", "/api/pull")] = new Route(null, Run: new OllamaPull(_options, _shelf).RunAsync);
    }

    private void Model(WireFormat format, string prefix) => _routes[("POST", prefix + format.Path)] = new Route(format);

    private void Get(string path, Func<ReadOnlyMemory<byte>, Page> page)
    {
        _routes[("GET", path)] = new Route(null, page);
        _routes[("HEAD", path)] = new Route(null, page);
    }

    private Page OneModel(string id)
    {
        var model = Known(Uri.UnescapeDataString(id));
        return Page.Json(o =>
        {
            if (_dialect == Dialect.Anthropic) ModelLists.WriteAnthropic(model, o);
            else ModelLists.WriteOpenAi(model, o);
        });
    }

    private ModelListing Known(string name) =>
        _shelf.Find(name) ?? throw new WireException(new WireError(ErrorKind.NotFound, $"model '{name}' not found", Param: "model"));
}
