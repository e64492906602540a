namespace Ziggie.Cli.Output;

/// <summary>How far a pull is: on a terminal a bar for each file, elsewhere a line for each step and each tenth of a file.</summary>
internal sealed class PullProgress(CliHost host)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);

    private string _step = "";
    private string _drawn = "";
    private long _since;
    private long _shown;
    private long _before;
    private int _tenths;

    /// <param name="digest">Tells files apart; empty for a step that is none.</param>
    public void Show(string digest, string status, long? total, long? completed)
    {
        var step = digest.Length > 0 ? digest : status;
        var now = host.Time.GetTimestamp();
        var isNew = step != _step;
        if (isNew)
        {
            Finish();
            (_step, _since, _before, _tenths) = (step, now, completed ?? 0, -1);
        }
        if (host.ErrorIsTerminal) Draw(status, total, completed, now, isNew);
        else Write(status, total, completed, isNew);
    }

    /// <summary>Leaves what stands there, on a line of its own.</summary>
    public void End()
    {
        Finish();
        _step = "";
    }

    private void Draw(string status, long? total, long? completed, long now, bool isNew)
    {
        if (!isNew && completed != total && host.Time.GetElapsedTime(_shown, now) < s_between) return;
        _shown = now;
        var text = Printer.Plain(status);
        if (total is > 0 && completed is { } done)
        {
            var share = Math.Clamp((double)done / total.Value, 0, 1);
            text = $"{text}  {(int)(share * 100),3}% [{Words.Bar(share, 1, BarWidth).PadRight(BarWidth)}] {Words.Bytes(done)} of {Words.Bytes(total.Value)}{Speed(done, total.Value, now)}";
        }
        if (text.Length >= host.Width) text = text[..(host.Width - 1)];
        host.Error.Write($"\r{text.PadRight(_drawn.Length)}");
        host.Error.Flush();
        _drawn = text;
    }

    private string Speed(long done, long total, long now)
    {
        var seconds = host.Time.GetElapsedTime(_since, now).TotalSeconds;
        if (seconds < 1 || done <= _before || done >= total) return "";
        var perSecond = (done - _before) / seconds;
        var left = TimeSpan.FromSeconds(Math.Min((total - done) / perSecond, 359_999));
        return $"  {Words.Bytes((long)perSecond)}/s, {(left.TotalHours >= 1 ? $"{(int)left.TotalHours} h {left.Minutes} min" : left.TotalMinutes >= 1 ? $"{left.Minutes} min {left.Seconds} s" : $"{left.Seconds} s")} left";
    }

    private void Write(string status, long? total, long? completed, bool isNew)
    {
        var text = Printer.Plain(status);
        if (total is > 0 && completed is { } done)
        {
            var tenths = (int)(10 * Math.Clamp(done, 0, total.Value) / total.Value);
            if (tenths == _tenths) return;
            _tenths = tenths;
            host.Error.WriteLine($"{text}: {tenths * 10}% of {Words.Bytes(total.Value)}");
        }
        else if (isNew)
        {
            host.Error.WriteLine(text);
        }
    }

    private void Finish()
    {
        if (_drawn.Length > 0) host.Error.WriteLine();
        _drawn = "";
    }
}
