using System.Net;
using System.Text.Json;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Looks at one backend, layer by layer, as far as it comes: (1) the name, (2) each address, (3) what it lists, (4) else what it is, (5) or what else it speaks.</summary>
internal sealed class BackendLook(NameLook names, ConnectionLook connections, HttpAsk http, WireLook wire)
{
    /// <summary>More than a server needs that means it well.</summary>
    private const int MostRedirects = 4;

    /// <summary>Answers that tell one kind of server from another.</summary>
    private static readonly string[] s_telling = ["/", "/health", "/system_stats", "/props", "/api/version", "/v1/models"];

    public async Task<BackendEvidence> LookAsync(BackendSettings settings, CancellationToken cancel)
    {
        if (settings.Url.Length == 0) return new BackendEvidence(settings, null);
        var url = new Uri(settings.Url);
        var evidence = new BackendEvidence(settings, url);
        // 1
        var name = await names.LookAsync(url.DnsSafeHost, cancel);
        evidence = evidence with { Name = name };
        // 2
        evidence = evidence with { Connections = await Task.WhenAll(name.Addresses.Select(a => connections.LookAsync(a, url.Port, cancel))) };
        if (evidence.Open is not { } open) return evidence;
        // 3
        var basePath = url.AbsolutePath.TrimEnd('/');
        var asked = await Task.WhenAll(Paths(settings.Type).Select(p => http.GetAsync(settings, url, open.Address, basePath + p, null, cancel)));
        evidence = evidence with { Answers = asked, Models = Models(settings.Type, asked) };
        if (evidence.IsWell) return await WithContextAsync(evidence with { Identity = ServerKinds.Tell(asked) }, open.Address, cancel);
        // 5
        if (asked.All(a => a.Outcome is HttpOutcome.NotHttp or HttpOutcome.Tls or HttpOutcome.Dropped)) return evidence with { Wire = await wire.LookAsync(url, open.Address, cancel) };
        // 4
        if (asked.All(a => a.Outcome != HttpOutcome.Answered)) return evidence;
        var told = Task.WhenAll(Telling(settings, url, open.Address, asked[0], cancel));
        HttpEvidence[] answers = [.. asked, .. await FollowAsync(settings, url, asked[0], cancel), .. await told];
        return evidence with { Answers = answers, Identity = ServerKinds.Tell(answers) };
    }

    /// <summary>llama-server lists the context that its model was trained for; what it was started with stands elsewhere.</summary>
    private async Task<BackendEvidence> WithContextAsync(BackendEvidence evidence, IPAddress via, CancellationToken cancel)
    {
        if (evidence is not { Identity.Kind: ServerKind.LlamaServer, Models: { Listed: [var served, ..] } models }) return evidence;
        var props = await http.GetAsync(evidence.Settings, evidence.Url!, via, LlamaProps.Path, null, cancel);
        return LlamaProps.Context(props) is { } context ? evidence with { Models = models with { Running = [new RunningModel(served with { ContextLength = context })] } } : evidence;
    }

    /// <summary>The first of them is the list of models.</summary>
    private static string[] Paths(BackendType type) => type switch
    {
        BackendType.Ollama => ["/api/tags", "/api/ps", "/api/version"],
        BackendType.Anthropic => ["/v1/models?limit=1000"],
        _ => ["/models"],
    };

    private IEnumerable<Task<HttpEvidence>> Telling(BackendSettings settings, Uri url, IPAddress via, HttpEvidence list, CancellationToken cancel)
    {
        var open = WithoutSecrets(settings);
        foreach (var path in s_telling) yield return http.GetAsync(open, url, via, path, null, cancel);
        if (list.Status == 403) yield return http.GetAsync(settings, url, via, list.Path, "localhost", cancel);
    }

    /// <summary>Where the list's address leads, as long as it stays with this server.</summary>
    private async Task<IReadOnlyList<HttpEvidence>> FollowAsync(BackendSettings settings, Uri url, HttpEvidence list, CancellationToken cancel)
    {
        var (followed, at) = (new List<HttpEvidence>(), list);
        while (followed.Count < MostRedirects && at.Location is { } location && Uri.TryCreate(new Uri(url, at.Path), location, out var next) && next.Authority == url.Authority && next.Scheme == url.Scheme)
        {
            at = await http.GetAsync(WithoutSecrets(settings), url, list.Via, next.PathAndQuery, null, cancel);
            followed.Add(at);
            if (followed.Count(f => f.Path == at.Path) > 1 || at.Path == list.Path) break;
        }
        return followed;
    }

    /// <summary>A stranger gets no key.</summary>
    private static BackendSettings WithoutSecrets(BackendSettings settings) => settings with { ApiKey = null, Headers = new Dictionary<string, string>() };

    private static ModelsEvidence? Models(BackendType type, HttpEvidence[] asked)
    {
        if (asked[0] is not { Outcome: HttpOutcome.Answered, Status: 200 } list) return null;
        try
        {
            return type switch
            {
                BackendType.Ollama => new ModelsEvidence(
                    ModelListReader.ReadOllamaTags(list.Body),
                    asked[1] is { Outcome: HttpOutcome.Answered, Status: 200 } running ? ModelListReader.ReadOllamaPs(running.Body) : []),
                BackendType.Anthropic => new ModelsEvidence(ModelListReader.ReadAnthropicModels(list.Body), []),
                _ => new ModelsEvidence(ModelListReader.ReadOpenAiModels(list.Body), []),
            };
        }
        catch (Exception e) when (e is WireException or JsonException)
        {
            return null;
        }
    }
}
