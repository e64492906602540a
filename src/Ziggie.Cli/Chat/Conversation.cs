using Ziggie.Cli.Http;
using Ziggie.Cli.Output;
using Ziggie.Wire;

namespace Ziggie.Cli.Chat;

/// <summary>A conversation at the keyboard, until /bye or Ctrl-D. Ctrl-C ends a reply, never the conversation.</summary>
internal sealed class Conversation(Cli cli, ApiClient client, string? model, string? system, ILineReader reader)
{
    private static readonly string[] s_commands = ["/help", "/model", "/clear", "/save", "/bye"];
    private readonly List<ChatTurn> _turns = [];
    private readonly CliHost _host = cli.Host;
    private string? _model = model;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        _host.Error.WriteLine($"Talking to {client.Url}{(_model is null ? "" : $", model {_model}")}. /help shows what else you can do; /bye ends.");
        using var scope = _host.Interrupts.LetThrough();
        while (!cancel.IsCancellationRequested)
        {
            var (end, text) = MultiLine.Read(reader);
            if (end == LineEnd.Closed) break;
            if (end == LineEnd.Interrupted)
            {
                _host.Error.WriteLine("Ctrl-D or /bye ends the conversation.");
                continue;
            }
            text = text.Trim();
            if (text.Length == 0) continue;
            if (text[0] != '/') await AnswerAsync(text, cancel);
            else if (!await ObeyAsync(text, cancel)) break;
        }
        return ExitCode.Fine;
    }

    private async Task AnswerAsync(string question, CancellationToken cancel)
    {
        using var generation = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var scope = _host.Interrupts.Catch(generation);
        var view = new ReplyView(_host);
        var partial = new System.Text.StringBuilder();
        _turns.Add(new ChatTurn("user", question));
        try
        {
            var reply = await new ChatStream(client).AskAsync(_model, Turns(), piece =>
            {
                partial.Append(piece);
                view.Text(piece);
            }, view.Thinking, generation.Token);
            _turns.Add(new ChatTurn("assistant", reply.Text));
            view.End();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            view.End();
            _host.Error.WriteLine("Stopped.");
            Keep(partial.ToString());
        }
        catch (CliException failure)
        {
            view.End();
            _host.Error.WriteLine(failure.Message);
            Keep(partial.ToString());
        }
    }

    /// <summary>What came before a reply ended early belongs to the conversation; a question without any answer can be asked again.</summary>
    private void Keep(string partial)
    {
        if (partial.Length > 0) _turns.Add(new ChatTurn("assistant", partial));
        else _turns.RemoveAt(_turns.Count - 1);
    }

    /// <summary>False where the conversation is to end.</summary>
    private async Task<bool> ObeyAsync(string text, CancellationToken cancel)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        var argument = parts.Length == 2 ? parts[1] : "";
        switch (parts[0])
        {
            case "/bye" or "/exit" or "/quit":
                return false;
            case "/help" or "/?":
                Help();
                break;
            case "/clear":
                _turns.Clear();
                _host.Error.WriteLine("The conversation is forgotten; a new one begins.");
                break;
            case "/model":
                await ModelAsync(argument, cancel);
                break;
            case "/save":
                Save(argument);
                break;
            default:
                var guess = Nearest.Of(parts[0], s_commands);
                _host.Error.WriteLine($"There is no {parts[0]}.{(guess is null ? " /help shows what there is." : $" Did you mean {guess}?")}");
                break;
        }
        return true;
    }

    private void Help() => _host.Error.WriteLine("""
        /model          list the models; /model NAME goes on with that one
        /clear          forget the conversation and begin a new one
        /save FILE      write the conversation to a file, as Markdown
        /bye            end (also Ctrl-D)

        Several lines: end a line with \, or put the text between lines of \"\"\".
        Ctrl-C stops the reply. Up and Down bring back earlier lines.
        """.Replace("\\\"", "\"", StringComparison.Ordinal));

    private async Task ModelAsync(string name, CancellationToken cancel)
    {
        try
        {
            var models = (await client.GetAsync("/api/llm/models", cancel)).Items("items", "models", "data").Select(m => m.Text("name", "id")).ToList();
            if (name.Length == 0)
            {
                foreach (var known in models) _host.Error.WriteLine($"{(known == _model ? "*" : " ")} {known}");
                if (models.Count == 0) _host.Error.WriteLine("There are no models yet.");
                return;
            }
            _model = name;
            var guess = models.Contains(name) ? null : Nearest.Of(name, models);
            _host.Error.WriteLine($"Going on with {name}.{(guess is null ? "" : $" It is not in the list; did you mean {guess}?")}");
        }
        catch (CliException failure)
        {
            _host.Error.WriteLine(failure.Message);
        }
    }

    private void Save(string file)
    {
        if (file.Length == 0)
        {
            _host.Error.WriteLine("Where to? /save FILE");
            return;
        }
        var path = cli.AbsolutePath(file);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            foreach (var turn in Turns()) writer.Write($"## {turn.Role}\n\n{turn.Text}\n\n");
            _host.Error.WriteLine($"Saved to {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _host.Error.WriteLine($"Not saved: {e.Message}");
        }
    }

    private IEnumerable<ChatTurn> Turns() => system is null ? _turns : _turns.Prepend(new ChatTurn("system", system));
}
