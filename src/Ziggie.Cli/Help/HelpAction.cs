using System.CommandLine;
using System.CommandLine.Invocation;

namespace Ziggie.Cli.Help;

/// <summary>Writes a verb's help: purpose, usage, examples, verbs, options.</summary>
internal sealed class HelpAction(Cli cli) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return ExitCode.Fine;
    }

    public void Write(Command command, TextWriter output)
    {
        var verb = command as VerbCommand;
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        Examples(verb?.Examples ?? [], output);
        Section("Verbs", [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? ""))], output);
        Section("Arguments", [.. command.Arguments.Select(a => (a.Name, a.Description ?? ""))], output);
        Section("Options", [.. command.Options.Where(o => !o.Hidden && !o.Recursive).Select(Row)], output);
        Section("Options of every verb", [.. cli.Shared.Select(Row), ("--help", "Show this.")], output);
        if (verb?.Notes is not null)
        {
            output.WriteLine();
            output.WriteLine(verb.Notes);
        }
        if (command.Subcommands.Count == 0) return;
        output.WriteLine();
        output.WriteLine($"More about a verb: {Path(command)} VERB --help");
    }

    private static void Examples(IReadOnlyList<string> examples, TextWriter output)
    {
        if (examples.Count == 0) return;
        output.WriteLine();
        output.WriteLine("Examples:");
        var width = examples.Max(e => e.Split(" # ")[0].Length);
        foreach (var example in examples)
        {
            var parts = example.Split(" # ", 2);
            output.WriteLine(parts.Length == 1 ? $"  {parts[0]}" : $"  {parts[0].PadRight(width)}   {parts[1]}");
        }
    }

    private static void Section(string title, IReadOnlyList<(string Name, string Text)> rows, TextWriter output)
    {
        if (rows.Count == 0) return;
        output.WriteLine();
        output.WriteLine(title + ":");
        var width = Math.Min(32, rows.Max(r => r.Name.Length));
        foreach (var (name, text) in rows) output.WriteLine($"  {name.PadRight(width)}   {text}");
    }

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Order().Append(option.Name));
        var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}";
        return (names + value, (option.Description ?? "") + (option.Required ? " Required." : ""));
    }

    private static string Usage(Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(a =>
        {
            var name = a.Arity.MaximumNumberOfValues > 1 ? a.Name + "…" : a.Name;
            return a.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}";
        }));
        var verbs = command.Subcommands.Count == 0 ? "" : command.Action is null ? " VERB" : " [VERB]";
        return $"{Path(command)}{verbs}{arguments} [options]";
    }

    private static string Path(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "ziggie" : $"{Path(parent)} {command.Name}";
    }
}
