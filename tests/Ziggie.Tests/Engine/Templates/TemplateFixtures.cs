using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Ziggie.Engine.Templates;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Templates;

/// <summary>Templates of published models, conversations, and what llama.cpp makes of both.</summary>
internal static class TemplateFixtures
{
    private static readonly Dictionary<string, Dictionary<string, string>> s_renderings = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(Path("renderings.json")))!;

    private static readonly JsonElement s_conversations = JsonDocument.Parse(File.ReadAllText(Path("conversations.json"))).RootElement;

    public static IEnumerable<string> Names => s_renderings.Keys;

    /// <summary>By conversation, with a sign for whether the assistant's turn is opened.</summary>
    public static IReadOnlyDictionary<string, string> Renderings(string name) => s_renderings[name];

    public static string Source(string name) => File.ReadAllText(Path(name + ".jinja"));

    public static ChatTemplate Template(string name) => ChatTemplate.Parse(Source(name), "<s>", "</s>");

    public static ModelRequest Conversation(string name) => WireFormats.OpenAiChat.ReadRequest(Encoding.UTF8.GetBytes(s_conversations.GetProperty(name).GetRawText()));

    private static string Path(string file, [CallerFilePath] string here = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "Fixtures", file);
}

/// <summary>A clock that stands still on the day when the renderings were made.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 17, 30, 0, TimeSpan.Zero);
}
