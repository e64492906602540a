using System.Text.RegularExpressions;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>A server that speaks HTTP and is not what it should be: a key is wanted, it is another kind, it has another path, it fails.</summary>
internal static partial class OtherKind
{
    public static Said Say(BackendEvidence backend)
    {
        var (list, place, type) = (backend.List!, $"{backend.Url!.Host}:{backend.Port}", Declared.Word(backend.Settings.Type));
        var kind = backend.Identity?.Kind ?? ServerKind.Unknown;
        var telling = backend.Answers.Where(a => backend.Identity?.How.StartsWith($"GET {a.Path} ", StringComparison.Ordinal) == true).ToList();
        if (list.Status is 401 or 403 && kind is not (ServerKind.Ziggie or ServerKind.ComfyUi) && (Fitting(backend, kind) is not { } fitting || fitting.Type == backend.Settings.Type)) return Key();
        if (list.Status == 503) return Is($"{Name(kind)} at {place} answers that it is not ready (503){Words(list)}. A model may be loading.", "Wait until it is ready; if it stays so, look at its log.") with { Severity = kind == ServerKind.LlamaServer ? Severity.Warning : Severity.Problem, Layer = Layer.Protocol };
        if (list.Status is 502 or 504) return Is($"A proxy answers at {place}, and the server behind it is away ({list.Status}).", "Start the server behind the proxy, or give the backend the server's own address.") with { Layer = Layer.Protocol };
        if (Better(backend, kind) is { } better)
            return Is(better.Type == backend.Settings.Type
                ? $"{Name(kind)} answers at {place}, but not under {(backend.Url.AbsolutePath == "/" ? "that address alone" : backend.Url.AbsolutePath)}: {list.Path} is {list.Status}."
                : $"At {place} there is {Name(kind)}, and the backend's type is {type}.", kind == ServerKind.Ollama && backend.Settings.Type == BackendType.OpenAi ? "Its OpenAI dialect is under /v1, its own is richer." : "") with
            { Better = better };
        return kind switch
        {
            ServerKind.Ziggie => Is($"At {place} there is a Ziggie control center{Version(backend)}, not a server of type {type}.", "Give the backend the model server's own port; for the models of another machine's Ziggie write type: openai, its address with /v1, and a key of it."),
            ServerKind.ComfyUi => Is($"At {place} there is ComfyUI, which makes images and has no language models.", "Give the backend the model server's port (Ollama: 11434, llama-server: 8080)."),
            ServerKind.WebPage => Is($"At {place} there is a web page{Title(backend)}, not a server of type {type}.", "Give the backend the model server's own port: what answers is a dashboard, a proxy's sign-in page or another web server."),
            _ when list.Status >= 500 => Is($"What answers at {place} fails ({list.Status}){Words(list)}.", "Look at that server's log.") with { Layer = Layer.Protocol },
            _ => Is($"What answers at {place} is no server of type {type}: {list.Path} is {list.Status}{(list.Status == 200 ? ", and not a list of models" : "")}.", "Look what listens there, and give the backend the address and type of the model server."),
        };

        Said Is(string cause, string fix) => new(cause, fix) { Shown = telling };

        Said Key() => new(
            backend.Settings.ApiKey is null ? $"What answers at {place} wants a key, and the backend has none ({list.Status})." : $"What answers at {place} refuses the backend's key ({list.Status}).",
            $"Give the backend the key that this server takes (apiKey), or let the server do without.")
        { Layer = Layer.Protocol };
    }

    /// <summary>The backend as it would have to be for what answers; null where it is so already, or not known.</summary>
    private static BackendSettings? Better(BackendEvidence backend, ServerKind kind) =>
        Fitting(backend, kind) is var (type, url) && (type != backend.Settings.Type || url != backend.Settings.Url.TrimEnd('/')) ? backend.Settings with { Type = type, Url = url } : null;

    private static (BackendType Type, string Url)? Fitting(BackendEvidence backend, ServerKind kind)
    {
        var root = backend.Url!.GetLeftPart(UriPartial.Authority);
        return kind switch
        {
            ServerKind.Ollama => (BackendType.Ollama, root),
            ServerKind.LlamaServer or ServerKind.Vllm or ServerKind.LmStudio or ServerKind.OpenAi => (BackendType.OpenAi, $"{root}/v1"),
            _ => null,
        };
    }

    private static string Name(ServerKind kind) => kind switch
    {
        ServerKind.Ollama => "Ollama",
        ServerKind.LlamaServer => "llama-server",
        ServerKind.Vllm => "vLLM",
        ServerKind.LmStudio => "LM Studio",
        ServerKind.OpenAi => "a server that speaks OpenAI's API",
        ServerKind.Ziggie => "a Ziggie control center",
        _ => "What answers",
    };

    private static string Version(BackendEvidence backend) => backend.Identity?.Version is { } version ? $" ({version})" : "";

    private static string Words(HttpEvidence answer) => Shown.Text(answer.Body) is { Length: > 0 } text ? $": {text}" : "";

    private static string Title(BackendEvidence backend) =>
        backend.Answers.Where(a => a.ContentType == "text/html").Select(a => TitleTag().Match(System.Text.Encoding.UTF8.GetString(a.Body))).FirstOrDefault(m => m.Success)?.Groups[1].Value.Trim() is { Length: > 0 and < 100 } title ? $" (\"{title}\")" : "";

    [GeneratedRegex("<title[^>]*>([^<]{1,100})", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex TitleTag();
}
