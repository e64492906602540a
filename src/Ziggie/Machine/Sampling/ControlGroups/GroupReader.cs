using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.ControlGroups;

/// <summary>Reads a group's figures, of either version. Not thread-safe.</summary>
internal sealed class GroupReader
{
    /// <summary>Version 1 writes so, and rounds it to pages, where there is no limit.</summary>
    private const long NoLimit = long.MaxValue / 2;

    private readonly SmallFile _file = new();

    /// <summary>Each figure from the version that has it.</summary>
    public GroupFigures Read(GroupFolders group)
    {
        var (anonymous, cache, inactive, limit) = MemoryStat(group);
        var memory = Number(group.Unified, "memory.current") ?? Number(group.Memory, "memory.usage_in_bytes");
        var (read, written) = Io(group);
        return new GroupFigures(
            Field(group.Unified, "cpu.stat", "usage_usec"u8) ?? Number(group.Cpu, "cpuacct.usage") / 1000,
            memory is null ? null : Math.Max(0, memory.Value - (inactive ?? 0)),
            Number(group.Unified, "memory.max") ?? (limit < NoLimit ? limit : null),
            anonymous,
            cache,
            Number(group.Unified, "pids.current") ?? Number(group.Tasks, "pids.current"),
            read,
            written,
            Pressure(group.Unified));
    }

    private (long? Anonymous, long? Cache, long? Inactive, long? Limit) MemoryStat(GroupFolders group)
    {
        if (group.Unified is { } unified && _file.TryRead($"{unified}/memory.stat", out var text)) return (Field(text, "anon"u8), Field(text, "file"u8), Field(text, "inactive_file"u8), null);
        if (group.Memory is { } memory && _file.TryRead($"{memory}/memory.stat", out text)) return (Field(text, "total_rss"u8), Field(text, "total_cache"u8), Field(text, "total_inactive_file"u8), Field(text, "hierarchical_memory_limit"u8));
        return default;
    }

    private (long? Read, long? Written) Io(GroupFolders group)
    {
        // 8:0 rbytes=4096 wbytes=0 rios=1 …
        if (group.Unified is { } unified && _file.TryRead($"{unified}/io.stat", out var text)) return (Sum(text, "rbytes="u8), Sum(text, "wbytes="u8));
        // 8:0 Read 4096
        if (group.Io is not { } io) return default;
        if (!_file.TryRead($"{io}/blkio.throttle.io_service_bytes_recursive", out text) && !_file.TryRead($"{io}/blkio.throttle.io_service_bytes", out text)) return default;
        return (SumNamed(text, "Read"u8), SumNamed(text, "Write"u8));
    }

    private PressureStats? Pressure(string? folder)
    {
        if (folder is null) return null;
        var (cpu, memory, io) = (PressureReader.Read(_file, $"{folder}/cpu.pressure"), PressureReader.Read(_file, $"{folder}/memory.pressure"), PressureReader.Read(_file, $"{folder}/io.pressure"));
        return cpu is null && memory is null && io is null ? null : new PressureStats(cpu, memory, io);
    }

    /// <summary>Null also for <c>max</c>.</summary>
    private long? Number(string? folder, string file) => folder is null ? null : _file.ReadNumber($"{folder}/{file}");

    private long? Field(string? folder, string file, ReadOnlySpan<byte> name) => folder is not null && _file.TryRead($"{folder}/{file}", out var text) ? Field(text, name) : null;

    private static long? Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (fields.TryWord(out var word) && word.SequenceEqual(name)) return fields.TryNumber(out var number) ? number : null;
        }
        return null;
    }

    private static long Sum(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var sum = 0L;
        var words = new TextFields(text);
        while (words.TryWord(out var word))
            if (word.StartsWith(name) && new TextFields(word[name.Length..]).TryNumber(out var number)) sum += number;
        return sum;
    }

    private static long SumNamed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var sum = 0L;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (fields.Skip(1) && fields.TryWord(out var word) && word.SequenceEqual(name) && fields.TryNumber(out var number)) sum += number;
        }
        return sum;
    }
}

/// <summary>What a group has used, and may.</summary>
/// <param name="CpuMicroseconds">Since it was made, as what was read and written.</param>
/// <param name="Memory">Without files that are in memory only because nobody else needed it.</param>
/// <param name="Tasks">Processes and their threads.</param>
internal readonly record struct GroupFigures(long? CpuMicroseconds, long? Memory, long? Limit, long? Anonymous, long? Cache, long? Tasks, long? Read, long? Written, PressureStats? Pressure);
