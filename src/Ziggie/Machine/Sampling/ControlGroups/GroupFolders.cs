namespace Ziggie.Machine.Sampling.ControlGroups;

/// <summary>The folders of one control group; null where the kernel keeps no such figures for it.</summary>
/// <param name="Unified">Of version 2, which keeps everything in one place; beside version 1 it may keep little.</param>
/// <param name="Cpu">Of version 1, as those that follow.</param>
internal sealed record GroupFolders(string? Unified, string? Cpu, string? Memory, string? Tasks, string? Io);
