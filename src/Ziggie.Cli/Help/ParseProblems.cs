using System.CommandLine;
using System.CommandLine.Parsing;
using Ziggie.Wire;

namespace Ziggie.Cli.Help;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class ParseProblems
{
    /// <summary>True where something was wrong.</summary>
    public static bool Write(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens.Concat(Swallowed(parsed)).ToList();
        if (unknown.Count == 0 && parsed.Errors.Count == 0) return false;
        foreach (var token in unknown) error.WriteLine(Unknown(token, command));
        if (unknown.Count == 0)
            foreach (var problem in parsed.Errors.Select(e => e.Message).Distinct()) error.WriteLine(problem);
        error.WriteLine($"See: {Path(command)} --help");
        return true;
    }

    /// <summary>Options that nobody knows and that an argument took for its value, unless <c>--</c> says that they are meant so.</summary>
    private static IEnumerable<string> Swallowed(ParseResult parsed) =>
        parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(v => v.Length > 1 && v[0] == '-' && (v[1] == '-' || char.IsAsciiLetter(v[1])));

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var candidates = isOption ? Options(command) : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var guess = Nearest.Of(token.Split('=')[0], candidates);
        var what = isOption ? $"{Path(command)} has no option {token.Split('=')[0].Split(' ')[0]}.{(command.Arguments.Count > 0 ? " (Text that begins with '-' goes after --.)" : "")}"
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
