namespace Ziggie.Machine.Files;

/// <summary>Reads the text of <c>/proc/PID/status</c>.</summary>
internal static class ProcessStatus
{
    /// <summary>The user whose rights the process has now; null where the text does not say.</summary>
    public static int? EffectiveUser(ReadOnlySpan<byte> text)
    {
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            if (!line.StartsWith("Uid:"u8)) continue;
            var fields = new TextFields(line);
            return fields.Skip(2) && fields.TryNumber(out var user) && user is >= 0 and <= uint.MaxValue ? (int)user : null;
        }
        return null;
    }
}
