using System.CommandLine;
using Ziggie.Wire;

namespace Ziggie.Cli.Help;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class ParseProblems
{
    public static int Write(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        foreach (var token in parsed.UnmatchedTokens) error.WriteLine(Unknown(token, command));
        if (parsed.UnmatchedTokens.Count == 0)
            foreach (var problem in parsed.Errors.Select(e => e.Message).Distinct()) error.WriteLine(problem);
        error.WriteLine($"See: {Path(command)} --help");
        return ExitCode.Usage;
    }

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var candidates = isOption ? Options(command) : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var guess = Nearest.Of(token.Split('=')[0], candidates);
        var what = isOption ? $"{Path(command)} has no option {token.Split('=')[0]}."
            : command.Subcommands.Count > 0 ? $"{Path(command)} has no verb \"{token}\"."
            : $"{Path(command)} does not take \"{token}\"; quote text that has spaces.";
        return guess is null ? what : $"{what} Did you mean {guess}?";
    }

    private static IEnumerable<string> Options(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(Options);
        return command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Concat(inherited);
    }

    private static string Path(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "ziggie" : $"{Path(parent)} {command.Name}";
    }
}
