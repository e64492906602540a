using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Wire;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models load</c> and <c>ziggie models unload</c>.</summary>
internal static class ModelsLoadVerb
{
    /// <summary>Of a large model from a slow disk.</summary>
    private static readonly TimeSpan s_load = TimeSpan.FromMinutes(31);

    public static Command Create(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var keepAlive = new Option<string?>("--keep-alive", "-k") { Description = "How long it stays after its last use: 5m, 1h, 0, or forever. Default: as its backend has it.", HelpName = "TIME" };
        var command = new VerbCommand("load", "Load a model into memory, so that the first answer comes at once.")
        {
            Examples = ["ziggie models load llama3.2:3b", "ziggie models load llama3.2:3b --keep-alive forever"],
            Notes = "Works for models on this machine's disk and for those of Ollama backends; other backends load their models by themselves.",
        };
        command.Add(name);
        command.Add(keepAlive);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var model = parse.GetRequiredValue(name);
            var body = new JsonObject { ["model"] = model, ["stream"] = false };
            if (parse.GetValue(keepAlive) is { } time) body["keep_alive"] = KeepAlive(time);
            var started = cli.Host.Time.GetTimestamp();
            var answer = await AskAsync(client, body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(answer);
            printer.Say($"Loaded {model} in {cli.Host.Time.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s. See where it is: ziggie models ps");
            return ExitCode.Fine;
        });
        return command;
    }

    public static Command CreateUnload(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var command = new VerbCommand("unload", "Take a model out of memory; it is loaded again when it is asked.") { Examples = ["ziggie models unload llama3.2:3b"] };
        command.Add(name);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var model = parse.GetRequiredValue(name);
            var answer = await AskAsync(client, new JsonObject { ["model"] = model, ["stream"] = false, ["keep_alive"] = 0 }, cancel);
            var printer = cli.Printer(parse);
            printer.Data(answer);
            printer.Say($"Unloaded {model}.");
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>Without a prompt there is nothing to answer: it only loads or unloads.</summary>
    private static async Task<JsonElement> AskAsync(ApiClient client, JsonObject body, CancellationToken cancel)
    {
        using var response = await client.OpenAsync(HttpMethod.Post, "/api/generate", body, s_load, cancel);
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            throw new CliException(ExitCode.Failure, $"The answer from {client.Url} broke off: {e.Message}");
        }
    }

    private static JsonValue KeepAlive(string text)
    {
        if (text is "forever" or "-1") return JsonValue.Create(-1);
        if (text == "0") return JsonValue.Create(0);
        return Durations.Parse(text) is not null ? JsonValue.Create(text) : throw new CliException(ExitCode.Usage, $"--keep-alive takes a time with its unit, such as 5m or 1h, or 0, or forever; not \"{text}\".");
    }
}
