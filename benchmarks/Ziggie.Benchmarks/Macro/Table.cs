using System.Text;

namespace Ziggie.Benchmarks.Macro;

/// <summary>The lines in columns, as Markdown.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<Line> lines)
    {
        string[][] rows =
        [
            ["what", "Ziggie", "peer", "ratio (lowest–highest)", "goal", "met"],
            .. lines.Select(l => new[] { l.What, l.Ziggie, l.Peer, l.Ratio, l.Goal, l.Met switch { true => "yes", false => "no", null => "" } }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < rows.Length; i++)
        {
            text.Append("| ").AppendJoin(" | ", rows[i].Select((cell, c) => cell.PadRight(widths[c]))).AppendLine(" |");
            if (i == 0) text.Append("| ").AppendJoin(" | ", widths.Select(w => new string('-', w))).AppendLine(" |");
        }
        return text.ToString();
    }
}
