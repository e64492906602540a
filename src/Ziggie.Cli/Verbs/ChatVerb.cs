using System.CommandLine;
using Ziggie.Cli.Chat;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie chat</c>: one question from arguments or a pipe, else a conversation.</summary>
internal static class ChatVerb
{
    private const int MaxPiped = 16 << 20;

    public static Command Create(Cli cli)
    {
        var prompt = new Argument<string[]>("PROMPT") { Description = "The question. Without it, and without a pipe, a conversation begins.", Arity = ArgumentArity.ZeroOrMore };
        var model = new Option<string?>("--model", "-m") { Description = "Model or alias. Default: the default backend's first model.", HelpName = "MODEL" };
        var system = new Option<string?>("--system", "-s") { Description = "Instructions that stand above the conversation.", HelpName = "TEXT" };
        var command = new VerbCommand("chat", "Talk to a model: a conversation, or one question.")
        {
            Examples =
            [
                "ziggie chat # a conversation; /help there tells the rest",
                "ziggie chat \"Why is the sky blue?\" --model llama3.2:3b",
                "cat notes.md | ziggie chat \"Summarise this in three lines\"",
                "ziggie chat --json \"Hello\" | jq -r .content",
            ],
        };
        command.Add(prompt);
        command.Add(model);
        command.Add(system);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var instructions = parse.GetValue(system);
            var question = await QuestionAsync(cli.Host, parse.GetValue(prompt) ?? [], cancel);
            if (question is null)
                return await new Conversation(cli, client, parse.GetValue(model), instructions, LineReader.For(cli.Host)).RunAsync(cancel);
            var printer = cli.Printer(parse);
            var view = new ReplyView(cli.Host);
            var turns = instructions is null ? Array.Empty<ChatTurn>() : [new ChatTurn("system", instructions)];
            try
            {
                var reply = await new ChatStream(client).AskAsync(
                    parse.GetValue(model),
                    turns.Append(new ChatTurn("user", question)),
                    printer.IsJson ? Ignore : view.Text,
                    printer.IsJson ? Ignore : view.Thinking,
                    cancel);
                if (printer.IsJson) printer.Data(reply.ToJson());
            }
            finally
            {
                if (!printer.IsJson) view.End();
            }
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Ignore(string piece)
    {
    }

    /// <summary>Null where a conversation is wanted: no words given, and a person at the keyboard.</summary>
    private static async Task<string?> QuestionAsync(CliHost host, string[] words, CancellationToken cancel)
    {
        var asked = string.Join(' ', words).Trim();
        if (host.InIsTerminal) return asked.Length == 0 ? null : asked;
        var piped = (await ReadAsync(host.In, cancel)).Trim();
        return (asked.Length, piped.Length) switch
        {
            (0, 0) => throw new CliException(ExitCode.Usage, "There is no question: neither in the arguments nor in the pipe. See: ziggie chat --help"),
            (_, 0) => asked,
            (0, _) => piped,
            _ => $"{asked}\n\n{piped}",
        };
    }

    private static async Task<string> ReadAsync(TextReader reader, CancellationToken cancel)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[16 << 10];
        for (int read; (read = await reader.ReadAsync(buffer.AsMemory(), cancel).AsTask().WaitAsync(cancel)) > 0;)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MaxPiped) throw new CliException(ExitCode.Usage, $"What came through the pipe is larger than {MaxPiped >> 20} MiB; send less.");
        }
        return text.ToString();
    }
}
