using Ziggie.Backends;
using Ziggie.Models;
using Ziggie.Server.Dashboard;
using Ziggie.Settings;

namespace Ziggie.Server.Up;

/// <summary>What a person sees first: where the dashboard is, which backends there are, how to sign in.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, WebApplication app, ZiggieSettings settings, string? oneTimePassword)
    {
        var catalog = app.Services.GetRequiredService<ICatalog>().Current;
        output.WriteLine();
        output.WriteLine($"  Ziggie is ready at {settings.Server.Url.TrimEnd('/')}");
        if (!app.Services.GetRequiredService<DashboardFiles>().IsBuilt) output.WriteLine("  The dashboard is not built (it needs Node.js 20.19 or newer); everything else works.");
        output.WriteLine();
        foreach (var backend in catalog.Backends) output.WriteLine($"  {Mark(backend)} {backend.Name,-14} {Describe(backend)}");
        if (catalog.Backends.Any(b => b.Source == BackendSource.Builtin && b.IsSimulated))
        {
            output.WriteLine();
            output.WriteLine("  There is no model yet, so \"demo\" answers: simulated, not a real model. Three ways to a real one, each taken up by itself:");
            output.WriteLine($"    put a GGUF file into   {app.Services.GetRequiredService<ModelFolder>().Current.Root}");
            output.WriteLine("    or fetch one:          ziggie models pull llama3.2:1b");
            output.WriteLine("    or start a server:     Ollama, llama-server, vLLM or LM Studio on its usual port, or name one in ziggie.yaml");
        }
        if (oneTimePassword is { } password)
        {
            output.WriteLine();
            output.WriteLine("  Sign in as   admin");
            output.WriteLine($"  Password     {password}   (shown only now; change it under Settings)");
        }
        output.WriteLine();
        output.Flush();
    }

    private static string Mark(Backend backend) => backend.State.Status switch
    {
        BackendStatus.Online => "up  ",
        BackendStatus.Offline => "down",
        _ => "?   ",
    };

    private static string Describe(Backend backend) => backend.State switch
    {
        { Status: BackendStatus.Offline, Reason: { } reason } => reason.Message,
        var state when backend.IsSimulated => $"simulated, {Count(state)}",
        var state when backend.Settings.Type == BackendType.Engine => $"{state.Version}, {Count(state)} on disk",
        var state => $"{backend.Settings.Type.ToString().ToLowerInvariant()} at {backend.DisplayUrl}, {Count(state)}",
    };

    private static string Count(BackendState state) => state.Models.Count == 1 ? "1 model" : $"{state.Models.Count} models";
}
