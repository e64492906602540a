using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Ziggie.Cli.Output;

/// <summary>Data to stdout, as a table or as JSON; messages to stderr.</summary>
internal sealed class Printer(CliHost host, bool json)
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => json;

    /// <summary>For people, beside the data.</summary>
    public void Say(string message) => host.Error.WriteLine(message);

    /// <summary>A line of data; nothing where JSON is wanted.</summary>
    public void Line(string text)
    {
        if (!json) host.Out.WriteLine(Plain(text));
    }

    /// <summary>The data itself, where JSON is wanted.</summary>
    public void Data(JsonElement data)
    {
        if (!json) return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_indented))
        {
            if (data.ValueKind == JsonValueKind.Undefined) writer.WriteNullValue();
            else data.WriteTo(writer);
        }
        host.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public void Data(JsonNode data)
    {
        using var document = JsonDocument.Parse(data.ToJsonString());
        Data(document.RootElement);
    }

    /// <summary>A table, or a sentence where it would be empty; nothing where JSON is wanted.</summary>
    public void Table(string whenEmpty, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (json) return;
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Title.ToUpperInvariant(), new Style(decoration: Decoration.Bold)))
            {
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                NoWrap = !host.OutIsTerminal || !column.MayWrap,
                Padding = new Padding(0, 0, 2, 0),
            });
        }
        foreach (var row in rows) table.AddRow(row.Select((cell, i) => new Text(Plain(cell), columns[i].Style(cell))));
        if (table.Rows.Count == 0) Say(whenEmpty);
        else Write(table);
    }

    /// <summary>Without the control characters that text from elsewhere could move the cursor with.</summary>
    public static string Plain(string text) =>
        text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')) : text;

    private void Write(Table table)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = host.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = host.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = host.OutIsTerminal ? host.Width : 10_000;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n')) host.Out.WriteLine(line.TrimEnd());
    }
}

/// <summary>A column of a table.</summary>
/// <param name="MayWrap">Long text may take several lines on a terminal.</param>
/// <param name="Good">The words that are good news; any other is bad. Null: nothing to tell apart.</param>
internal sealed record Column(string Title, bool IsNumber = false, bool MayWrap = false, IReadOnlyList<string>? Good = null)
{
    public Style Style(string cell) =>
        Good is null || cell.Length == 0 ? Spectre.Console.Style.Plain : new Style(Good.Contains(cell) ? Color.Green : Color.Red);
}
