using System.CommandLine;
using System.Text.Json;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie logs</c>.</summary>
internal static class LogsVerb
{
    private static readonly TimeSpan s_head = TimeSpan.FromSeconds(30);

    public static Command Create(Cli cli)
    {
        var tail = new Option<int>("--tail", "-n") { Description = "How many of the last lines. Default 200.", HelpName = "N", DefaultValueFactory = _ => 200 };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on showing lines as they come; with --json one object a line." };
        var command = new VerbCommand("logs", "Show the control center's own log.") { Examples = ["ziggie logs -f", "ziggie logs --tail 1000 --json"] };
        command.Add(tail);
        command.Add(follow);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var path = $"/api/logs?tail={Math.Clamp(parse.GetValue(tail), 0, 10_000)}";
            var printer = cli.Printer(parse);
            if (parse.GetValue(follow)) return await FollowAsync(cli, client, path, printer, cancel);
            var logs = await client.GetAsync(path, cancel);
            printer.Data(logs);
            foreach (var entry in logs.Items()) printer.Line(Line(entry));
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<int> FollowAsync(Cli cli, ApiClient client, string path, Printer printer, CancellationToken cancel)
    {
        using var response = await client.OpenAsync(HttpMethod.Get, $"{path}&follow=true", null, s_head, cancel);
        var events = new EventReader(await response.Content.ReadAsStreamAsync(cancel));
        try
        {
            while (await events.NextAsync(cancel) is { } data)
            {
                using var entry = JsonDocument.Parse(data);
                if (printer.IsJson) cli.Host.Out.WriteLine(entry.RootElement.GetRawText());
                else printer.Line(Line(entry.RootElement));
                await cli.Host.Out.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Fine; // Ctrl-C is how following ends
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Failure, $"{client.Url} sent a log line that is no JSON.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // told below
        }
        throw new CliException(ExitCode.Failure, "The control center ended the log: it stopped, or the connection broke.");
    }

    private static string Line(JsonElement entry)
    {
        var error = entry.Text("exception");
        return $"{Words.Time(entry.Time("time"))} {entry.Text("level"),-11} {entry.Text("source", "category")}: {entry.Text("message")}{(error.Length == 0 ? "" : "\n" + error)}";
    }
}
