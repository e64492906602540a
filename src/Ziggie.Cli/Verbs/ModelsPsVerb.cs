using System.CommandLine;
using System.Text.Json;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models ps</c>.</summary>
internal static class ModelsPsVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Name"), new("Size", IsNumber: true), new("Where"), new("Context", IsNumber: true), new("Until")];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("ps", "List the models in memory: how large, where, and until when.") { Examples = ["ziggie models ps", "ziggie models ps --json"] };
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var running = await client.GetAsync("/api/ps", cancel);
            var printer = cli.Printer(parse);
            printer.Data(running);
            printer.Table(
                "No model is in memory. Load one: ziggie models load NAME",
                s_columns,
                running.Items("models").Select(m => (IReadOnlyList<string>)
                [
                    m.Text("name", "model"),
                    m.Number("size") is > 0 and { } size ? Words.Bytes((long)size) : "",
                    Where(m),
                    Words.Count(m.Number("context_length")),
                    Until(m.Time("expires_at"), cli.Host.Time.GetUtcNow()),
                ]));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Where(JsonElement model)
    {
        var size = model.Number("size") ?? 0;
        if (size <= 0 || model.Number("size_vram") is not { } onGpu) return "";
        var share = (int)Math.Round(100 * Math.Clamp(onGpu / size, 0, 1));
        return share switch { 0 => "CPU", 100 => "GPU", _ => $"{100 - share}% CPU, {share}% GPU" };
    }

    private static string Until(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } then) return "";
        var left = then - now;
        return left.TotalSeconds < 0 ? "now"
            : left.TotalDays > 365 ? "for ever"
            : left.TotalSeconds < 90 ? $"{(int)left.TotalSeconds} s"
            : left.TotalMinutes < 90 ? $"{(int)left.TotalMinutes} min"
            : left.TotalHours < 48 ? $"{(int)left.TotalHours} h"
            : $"{(int)left.TotalDays} d";
    }
}
