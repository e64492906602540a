namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Looks at the files beside a program.</summary>
internal static class FilesBeside
{
    private const int MostArguments = 8;
    private static readonly string[] s_scripts = [".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".sh", ".pl", ".php", ".dll", ".jar"];

    public static ProcessFiles Of(ProcessEvidence process, ProcessReader reader)
    {
        if (process.WorkingDirectory is not { Length: > 1 } working) return ProcessFiles.None;
        string[] folders = ScriptFolder(process, working) is { } script && script != working ? [working, script] : [working];
        return new ProcessFiles(
            [.. folders.SelectMany(EnvironmentFiles.In)],
            [.. folders.SelectMany(EnvironmentFiles.ExamplesIn)],
            [.. folders.SelectMany(ComposeFiles.MissingIn)],
            [.. folders.SelectMany(f => PidFiles.In(f, reader))]);
    }

    /// <summary>Where the file lies that an interpreter was told to run.</summary>
    private static string? ScriptFolder(ProcessEvidence process, string working)
    {
        foreach (var argument in process.Arguments.Skip(1).Take(MostArguments))
        {
            if (!s_scripts.Contains(Path.GetExtension(argument), StringComparer.Ordinal) || argument.Contains('\0', StringComparison.Ordinal)) continue;
            var path = Path.GetFullPath(argument, working);
            if (File.Exists(path)) return Path.GetDirectoryName(path);
        }
        return null;
    }
}
