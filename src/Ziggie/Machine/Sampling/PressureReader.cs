using System.Buffers.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>How long work waits for want of something, from <c>/proc/pressure</c>. Kernels before 4.20, and those with it turned off, do not tell.</summary>
internal sealed class PressureReader(MachineRoots roots)
{
    private readonly SmallFile _file = new();

    public PressureStats? Read()
    {
        var (cpu, memory, io) = (Read("cpu"), Read("memory"), Read("io"));
        return cpu is null && memory is null && io is null ? null : new PressureStats(cpu, memory, io);
    }

    private StallStats? Read(string what) => Read(_file, roots.ProcFile($"pressure/{what}"));

    /// <summary>One such file; control groups have their own.</summary>
    public static StallStats? Read(SmallFile file, string path)
    {
        if (!file.TryRead(path, out var text)) return null;
        (double Ten, double Sixty)? some = null, full = null;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.TryWord(out var kind) || !TryAverage(ref fields, "avg10="u8, out var ten) || !TryAverage(ref fields, "avg60="u8, out var sixty)) continue;
            if (kind.SequenceEqual("some"u8)) some = (ten, sixty);
            else if (kind.SequenceEqual("full"u8)) full = (ten, sixty);
        }
        return some is { } s ? new StallStats(s.Ten, s.Sixty, full?.Ten, full?.Sixty) : null;
    }

    private static bool TryAverage(ref TextFields fields, ReadOnlySpan<byte> name, out double value)
    {
        value = 0;
        return fields.TryWord(out var word) && word.StartsWith(name) && Utf8Parser.TryParse(word[name.Length..], out value, out _);
    }
}
