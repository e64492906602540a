using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;
using Ziggie.Wire;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models pull</c>.</summary>
internal static class ModelsPullVerb
{
    private static readonly TimeSpan s_head = TimeSpan.FromMinutes(2);

    public static Command Create(Cli cli)
    {
        var model = new Argument<string>("MODEL") { Description = "A registry's name (llama3.2, llama3.2:3b, hf.co/ORG/REPO:Q4_K_M, HOST:PORT/NAMESPACE/MODEL:TAG), or the http(s) address of a .gguf file." };
        var sha256 = new Option<string?>("--sha256") { Description = "For an address: what the file must hash to; or write #sha256=… behind the address.", HelpName = "HEX" };
        var name = new Option<string?>("--name") { Description = "For an address: what to call the file here. Default: as it is called there.", HelpName = "NAME" };
        var backend = new Option<string?>("--backend") { Description = "Pull into this Ollama backend, not onto this machine's disk.", HelpName = "BACKEND" };
        var detach = new Option<bool>("--detach", "-d") { Description = "Leave it to the control center and return; see: ziggie models pulls" };
        var command = new VerbCommand("pull", "Pull a model onto this machine's disk.")
        {
            Examples =
            [
                "ziggie models pull llama3.2:3b",
                "ziggie models pull hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M",
                "ziggie models pull https://example.com/tiny.gguf --sha256 9f86d081… # a single file",
                "ziggie models pull qwen3:8b --backend workstation # into an Ollama backend",
            ],
            Notes = "The disk's free space is checked first, and every file's digest at the end. What has come is kept when a pull is interrupted, in whatever way:\nthe same command goes on with it. A model comes into view when it is whole.",
        };
        command.Add(model);
        foreach (var option in (Option[])[sha256, name, backend, detach]) command.Add(option);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var wanted = parse.GetRequiredValue(model);
            var into = parse.GetValue(backend);
            if (into is not null && (parse.GetValue(sha256) ?? parse.GetValue(name)) is not null) throw new CliException(ExitCode.Usage, "--sha256 and --name are for the address of a file, which no Ollama backend can pull; leave out --backend.");
            if (into is not null && parse.GetValue(detach)) throw new CliException(ExitCode.Usage, "An Ollama backend stops a pull that nobody watches, so --detach and --backend do not go together.");
            var body = new JsonObject { ["model"] = into is null ? wanted : $"{into}/{wanted}" };
            if (parse.GetValue(sha256) is { } digest) body["sha256"] = digest;
            if (parse.GetValue(name) is { } called) body["name"] = called;
            var printer = cli.Printer(parse);
            if (parse.GetValue(detach)) return await DetachAsync(client, printer, wanted, body, cancel);
            return await WatchAsync(cli, client, printer, wanted, into is null ? "/api/models/pull" : "/api/pull", body, cancel);
        });
        return command;
    }

    private static async Task<int> DetachAsync(ApiClient client, Printer printer, string wanted, JsonObject body, CancellationToken cancel)
    {
        body["detach"] = true;
        var pull = await client.SendAsync(HttpMethod.Post, "/api/models/pull", body, cancel);
        printer.Data(pull);
        printer.Say($"The control center pulls {wanted}. See how far it is: ziggie models pulls");
        return ExitCode.Fine;
    }

    private static async Task<int> WatchAsync(Cli cli, ApiClient client, Printer printer, string wanted, string path, JsonObject body, CancellationToken cancel)
    {
        var progress = new PullProgress(cli.Host);
        try
        {
            using var response = await client.OpenAsync(HttpMethod.Post, path, body, s_head, cancel);
            var lines = new EventReader(await response.Content.ReadAsStreamAsync(cancel), Framing.Ndjson);
            while (await lines.NextAsync(cancel) is { } data)
            {
                using var line = JsonDocument.Parse(data);
                if (line.RootElement.Text("error") is { Length: > 0 } error) throw new CliException(ExitCode.Failure, $"{wanted} was not pulled: {error}");
                if (line.RootElement.Text("status") == "success")
                {
                    progress.End();
                    printer.Data(new JsonObject { ["model"] = wanted, ["status"] = "success" });
                    printer.Say($"Pulled {wanted}.");
                    return ExitCode.Fine;
                }
                progress.Show(line.RootElement.Text("digest"), line.RootElement.Text("status"), (long?)line.RootElement.Number("total"), (long?)line.RootElement.Number("completed"));
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            progress.End();
            printer.Say("Interrupted. What has come is kept: the same command goes on with it.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            // told below
        }
        finally
        {
            progress.End();
        }
        throw new CliException(ExitCode.Failure, "The control center ended the answer: it stopped, or the connection broke. What has come is kept: the same command goes on with it.");
    }
}
