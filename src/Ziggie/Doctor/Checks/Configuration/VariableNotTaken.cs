using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>C301 for local servers: files that changed after the start, and files that are missing.</summary>
internal sealed class VariableNotTaken : ICheck
{
    /// <summary>Start and change are told by different clocks.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(3);

    /// <summary>Programs that read variables from files, by themselves or by their libraries.</summary>
    private static readonly string[] s_readers = ["python", "node", "dotnet", "ruby", "php", "java", "bun", "deno", "uvicorn", "gunicorn", "npm", "uv"];

    public string Name => "environment files";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        LocalServers.Of(evidence).Where(p => p.Pid != evidence.OwnPid).Select(p => Changed(p) ?? Missing(evidence, p)).OfType<Finding>();

    /// <summary>Values that were written after it started and that it does not have.</summary>
    private static Finding? Changed(ProcessEvidence process)
    {
        if (process is not { Started: { } started, Environment: { } variables }) return null;
        foreach (var file in process.Files.Environments.Where(f => f.Changed > started + s_slack))
        {
            if (!IsRead(file, process)) continue;
            var other = file.NotIn(variables);
            if (other.Count == 0) continue;
            return new Finding(
                ConfigurationCodes.VariableNotTaken, $"process:{process.Pid}",
                $"{file.Path} was changed {Amounts.Span(file.Changed - started)} after {Who(process)} started, which does not have what it says of {Amounts.Names(other)}: it still works with what it was started with.",
                "Start it again, so that it takes what the file says now; a container has to be made anew (`docker compose up -d`).")
            {
                Evidence = [$"ps -o lstart= -p {process.Pid} → {Amounts.Time(started)}", $"stat -c %y {file.Path} → {Amounts.Time(file.Changed)}", $"tr '\\0' '\\n' < /proc/{process.Pid}/environ → without the file's {Amounts.Names(other)}"],
            };
        }
        return null;
    }

    /// <summary>A file that something else beside it expects; only of a program in trouble, since many do without.</summary>
    private static Finding? Missing(Evidence evidence, ProcessEvidence process)
    {
        if (process.Environment is not { } variables || !IsInTrouble(evidence, process)) return null;
        foreach (var example in process.Files.Examples)
        {
            List<string> names = [.. example.Variables.Keys.Order(StringComparer.Ordinal)];
            if (names.Count == 0 || names.Exists(variables.ContainsKey)) continue;
            var path = Path.Join(Path.GetDirectoryName(example.Path), ".env");
            return new Finding(
                ConfigurationCodes.VariableNotTaken, $"process:{process.Pid}",
                $"{Who(process)} runs without {path}, which {Path.GetFileName(example.Path)} shows it expects, and has none of {Amounts.Names(names)}: it works with its defaults.",
                $"`cp {example.Path} {path}`, fill it in, and start it again in a way that reads it.")
            { Evidence = [$"ls {path} → no such file", $"tr '\\0' '\\n' < /proc/{process.Pid}/environ → none of {Amounts.Names(names)}"] };
        }
        if (process.Files.Missing is not [var missing, ..]) return null;
        return new Finding(
            ConfigurationCodes.VariableNotTaken, $"process:{process.Pid}",
            $"{Who(process)} runs where a compose file takes its variables from {missing}, which is not there.", $"Write {missing}, and start the program with it.")
        { Evidence = [$"ls {missing} → no such file", $"grep -n env_file {Path.GetDirectoryName(missing)}/*compose*.y*ml → {Path.GetFileName(missing)}"] };
    }

    private static bool IsInTrouble(Evidence evidence, ProcessEvidence process) =>
        LocalServers.Served(evidence, process).Any(b => !b.IsWell)
        || LocalServers.Listeners(evidence, process).Any(l => evidence.TcpPort(l.Port)?.Conflicts.Count > 0);

    /// <summary>Whether the file is one for this program: it has some of it, or is of a kind that reads such files, or the file speaks of it.</summary>
    private static bool IsRead(EnvironmentFile file, ProcessEvidence process)
    {
        if (file.Variables.Keys.Any(process.Environment!.ContainsKey)) return true;
        var name = process.Name.ToLowerInvariant();
        if (s_readers.Any(r => name.StartsWith(r, StringComparison.Ordinal))) return true;
        if (process.Executable is { } path && Path.GetDirectoryName(path) == Path.GetDirectoryName(file.Path)) return true;
        var prefix = string.Concat(name.TakeWhile(char.IsLetter)).ToUpperInvariant();
        return prefix.Length >= 3 && file.Variables.Keys.Any(k => k.StartsWith(prefix + "_", StringComparison.Ordinal));
    }

    private static string Who(ProcessEvidence process) => $"{Amounts.OneLine(process.Name, 40)} (process {process.Pid})";
}
