namespace Ziggie.Settings;

/// <summary>What must hold for <c>backends</c> as a whole, and what looks like a slip.</summary>
internal static class BackendRules
{
    public static void Check(ZiggieSettings settings, Reading reading)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var ownUrl = reading.Failed("server.url") ? null : new Uri(settings.Server.Url);
        for (var i = 0; i < settings.Backends.Count; i++)
        {
            var backend = settings.Backends[i];
            var named = $"backends.{backend.Name}";
            var path = reading.Declares(named) && paths.Add(named) ? named : $"backends[{i}]";
            if (backend.Name.Length > 0 && !names.Add(backend.Name))
                reading.Error($"{path}.name", $"\"{backend.Name}\" is the name of another backend too (letter case aside); give each its own.");
            if (backend.Type == BackendType.Engine && settings.Backends.Take(i).Any(b => b.Type == BackendType.Engine))
                reading.Error($"{path}.type", "is engine a second time; there is one engine, leave the other out.");
            CheckUrl(backend, path, ownUrl, reading);
            CheckModels(backend, path, reading);
        }
    }

    private static void CheckUrl(BackendSettings backend, string path, Uri? ownUrl, Reading reading)
    {
        var urlPath = $"{path}.url";
        if (backend.Type == BackendType.Engine)
        {
            if (backend.Url.Length > 0) reading.Error(urlPath, "has no meaning for type engine, which is part of Ziggie; leave it out.");
            return;
        }
        if (reading.Failed(urlPath) || reading.Failed($"{path}.type") || reading.Failed($"{path}.name")) return;
        if (backend.Url.Length == 0)
        {
            if (backend.Type != BackendType.Simulator) reading.Error(urlPath, "is required: the backend's base address, such as \"http://127.0.0.1:11434\".");
            return;
        }
        var url = new Uri(backend.Url);
        if (ownUrl is not null && url.Port == ownUrl.Port && (SettingsRules.IsLoopback(url.Host) ? Answers(ownUrl.Host) : url.Host == ownUrl.Host))
            reading.Error(urlPath, $"is Ziggie's own address ({ownUrl.GetLeftPart(UriPartial.Authority)}); name the model server's port.");
        if (backend.Type == BackendType.OpenAi && url.AbsolutePath == "/")
            reading.Warn(urlPath, $"has no path; OpenAI-compatible servers mostly answer under /v1: \"{backend.Url}/v1\".");
        if (backend.Type is BackendType.Ollama or BackendType.Anthropic && url.AbsolutePath.TrimEnd('/') is "/v1" or "/api")
            reading.Warn(urlPath, $"ends in {url.AbsolutePath}, which Ziggie adds by itself for this type; write \"{url.GetLeftPart(UriPartial.Authority)}\".");
        if (backend.ApiKey is not null && url.Scheme == "http" && !SettingsRules.IsLoopback(url.Host))
            reading.Warn(urlPath, "is http on another machine, so the apiKey travels in clear; use https where the server has it.");
    }

    private static void CheckModels(BackendSettings backend, string path, Reading reading)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in backend.Models)
            if (model.Name.Length > 0 && !seen.Add(model.Name))
                reading.Error($"{path}.models", $"names the model \"{model.Name}\" twice; put all its roles into one entry.");
        foreach (var header in backend.Headers.Keys)
            if (header.Any(c => !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
                reading.Error($"{path}.headers", "has a name that HTTP does not allow in a header; use letters, digits and '-'.");
    }

    /// <summary>Whether Ziggie, listening there, would take a call to this machine's loopback address.</summary>
    private static bool Answers(string listenHost) => SettingsRules.IsLoopback(listenHost) || listenHost is "0.0.0.0" or "[::]" or "*" or "+";
}
