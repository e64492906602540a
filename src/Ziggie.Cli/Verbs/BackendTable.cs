using System.Text.Json;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary>How backends are listed.</summary>
internal static class BackendTable
{
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("Name"), new("Type"), new("Status", Good: ["online", "up", "healthy"]), new("Version"), new("Latency", IsNumber: true),
        new("Models", IsNumber: true), new("Url"), new("Reason", MayWrap: true),
    ];

    public static IReadOnlyList<string> Row(JsonElement backend) =>
    [
        backend.Text("name"),
        backend.IsTrue("simulated") && backend.Text("type") != "simulator" ? $"{backend.Text("type")} (simulated)" : backend.Text("type"),
        backend.Text("status"),
        backend.Text("version"),
        Words.Milliseconds(backend.Number("latencyMs")),
        backend.Find("models") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture) : backend.Text("models"),
        backend.Text("url"),
        backend.Text("reason"),
    ];
}
