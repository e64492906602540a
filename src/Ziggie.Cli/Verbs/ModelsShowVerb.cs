using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models show</c>.</summary>
internal static class ModelsShowVerb
{
    public static Command Create(Cli cli)
    {
        var name = new Argument<string>("NAME") { Description = "The model; engine/NAME is the one on this machine's disk." };
        var template = new Option<bool>("--template") { Description = "Print the chat template alone, as the file has it." };
        var metadata = new Option<bool>("--metadata") { Description = "Print all that the file says of itself; long lists shortened." };
        var context = new Option<int?>("--context", "-c") { Description = "Estimate the memory at this context too, in tokens.", HelpName = "N" };
        var command = new VerbCommand("show", "Show what is known of a model: quantisation, context, memory, template.")
        {
            Examples =
            [
                "ziggie models show llama3.2:3b",
                "ziggie models show llama3.2:3b --context 32768 # does it fit?",
                "ziggie models show tiny --template > chat.jinja",
                "ziggie models show tiny --metadata | grep tokenizer",
            ],
            Notes = "Memory is an estimate for one conversation at a time, on the CPU: weights and cache are exact, the room to compute in is a guess.",
        };
        command.Add(name);
        foreach (var option in (Option[])[template, metadata, context]) command.Add(option);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(name);
            var printer = cli.Printer(parse);
            var model = await FindAsync(client, target, parse.GetValue(metadata), parse.GetValue(context), cancel);
            printer.Data(model);
            if (parse.GetValue(template)) printer.Line(Template(model, target));
            else if (parse.GetValue(metadata)) foreach (var line in Metadata(model, target)) printer.Line(line);
            else foreach (var line in Lines(model)) printer.Line(line);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>On this machine's disk; else what its backend says.</summary>
    private static async Task<JsonElement> FindAsync(ApiClient client, string name, bool metadata, int? context, CancellationToken cancel)
    {
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        var query = string.Join('&', new[] { metadata ? "metadata=true" : "", context is { } tokens ? $"context={tokens}" : "" }.Where(q => q.Length > 0));
        var local = await client.SendAsync(HttpMethod.Get, $"/api/models/local/{path}?{query}", null, cancel, HttpStatusCode.NotFound);
        if (local.Text("code") != "not_found") return local;
        return await client.SendAsync(HttpMethod.Post, "/api/show", new JsonObject { ["model"] = name }, cancel);
    }

    private static string Template(JsonElement model, string name) =>
        model.Text("chatTemplate", "template") is { Length: > 0 } text ? text : throw new CliException(ExitCode.Failure, $"{name} has no chat template.");

    private static IEnumerable<string> Metadata(JsonElement model, string name)
    {
        if (model.Find("metadata") is not { ValueKind: JsonValueKind.Object } all && model.Find("model_info") is not { ValueKind: JsonValueKind.Object })
            throw new CliException(ExitCode.Failure, $"Nothing is known of what the file of {name} says of itself.");
        var entries = model.Find("metadata") ?? model.Find("model_info")!.Value;
        return entries.EnumerateObject().Select(e => $"{e.Name} = {e.Value.ToString().ReplaceLineEndings("\\n")}");
    }

    private static IEnumerable<string> Lines(JsonElement model)
    {
        var details = model.Find("details") ?? model;
        List<(string Title, string Text)> rows =
        [
            ("Name", model.Text("name")),
            ("Title", model.Text("title")),
            ("Problem", model.Text("problem")),
            ("Architecture", model.Text("architecture") is { Length: > 0 } architecture ? architecture : details.Text("family")),
            ("Parameters", model.Text("parameterSize") is { Length: > 0 } size ? size : details.Text("parameter_size")),
            ("Quantisation", model.Text("quantisation") is { Length: > 0 } stored ? stored : details.Text("quantization_level")),
            ("Context", model.Number("contextLength") is > 0 and { } context ? $"{Words.Count(context)} tokens" : ""),
            ("Can", model.Text("capabilities")),
            ("Size on disk", model.Number("size") is { } bytes ? Words.Bytes((long)bytes) : ""),
            ("Memory", Memory(model)),
            ("Layers", Words.Count(model.Number("layers"))),
            ("Vocabulary", Words.Count(model.Number("vocabularySize"))),
            ("Template", model.Text("chatTemplate").Length > 0 ? "in the file; print it with --template" : model.Text("template").Length > 0 ? "came with it; print it with --template" : ""),
            ("Settings", model.Find("parameters") is { ValueKind: JsonValueKind.Object } settings ? string.Join(", ", settings.EnumerateObject().Select(s => $"{s.Name} {s.Value}")) : ""),
            ("System", model.Text("system")),
            ("License", model.Text("license").Split('\n')[0]),
            ("From", model.Text("source") switch { "folder" => "a file in the models folder", "store" => "pulled from a registry", "ollama" => "Ollama's store, used in place", var other => other }),
            ("Digest", model.Text("digest")),
            ("File", model.Text("paths")),
        ];
        return rows.Where(r => r.Text.Length > 0).Select(r => $"{r.Title,-13} {r.Text.ReplaceLineEndings(" ")}");
    }

    private static string Memory(JsonElement model) => string.Join(
        "; ",
        model.Items("memory").Where(m => m.Number("total") is not null).Select(m => $"{Words.Bytes((long)m.Number("total")!.Value)} at a context of {Words.Count(m.Number("context"))}"));
}
