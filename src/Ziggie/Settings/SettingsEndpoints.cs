using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Settings;

/// <summary><c>GET /api/settings</c>.</summary>
internal static class SettingsEndpoints
{
    private const string Mask = "••••••";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/settings", Get)
            .WithSummary("Every setting in force and where it comes from; secrets masked.")
            .WithTags("Settings")
            .Produces<SettingsView>()
            .Needs(Permissions.Admin);

    private static JsonHttpResult<SettingsView> Get(SettingsService settings)
    {
        var state = settings.State;
        var items = SettingsService.Flatten(state.Settings).ConvertAll(f => View(f, state));
        var view = new SettingsView(state.Read.File, items, [.. state.Read.Warnings.Select(View)], [.. state.Errors.Select(View)], state.NeedRestart, null);
        return TypedResults.Json(view, SettingsJson.Default.SettingsView);
    }

    private static SettingView View(FlatSetting flat, SettingsState state)
    {
        var origin = state.Read.Origins.GetValueOrDefault(flat.Path) ?? SettingOrigin.Default;
        return new SettingView(
            flat.Path,
            flat.Key.Secret && flat.Value is not (null or JsonObject { Count: 0 }) ? JsonValue.Create(Mask) : flat.Value,
            flat.Key.Shape.IsLeaf ? flat.Key.Default : null,
            Word(origin.Kind),
            origin.Kind == SettingOriginKind.Default ? null : origin.Name,
            origin.Line > 0 ? origin.Line : null,
            flat.Key.Secret,
            flat.Key.NeedsRestart,
            flat.Key.Description);
    }

    private static SettingProblemView View(SettingProblem problem) =>
        new(problem.Key, problem.Message, Word(problem.Origin.Kind), problem.Origin.Kind == SettingOriginKind.Default ? null : problem.Origin.Name, problem.Origin.Line > 0 ? problem.Origin.Line : null);

    private static string Word(SettingOriginKind kind) => kind switch
    {
        SettingOriginKind.File => "file",
        SettingOriginKind.Environment => "environment",
        SettingOriginKind.CommandLine => "option",
        _ => "default",
    };
}
