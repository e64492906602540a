using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Checks.Configuration;

/// <summary>C301 for Ziggie itself: what stands in a <c>.env</c> beside ziggie.yaml is not read, and what the settings ask for may be missing.</summary>
internal sealed class OwnVariablesNotTaken : ICheck
{
    private const string Prefix = "ZIGGIE_";

    public string Name => "Ziggie's variables";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var own = evidence.OwnFiles;
        var variables = evidence.Subjects.Environment;
        var wanted = own.Placeholders.Select(p => p.Name).ToHashSet();
        foreach (var file in own.Environments)
        {
            var lost = file.NotIn(variables).Where(n => n.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || wanted.Contains(n)).ToList();
            if (lost.Count > 0) yield return Lost(evidence, file, lost);
        }
        List<Placeholder> unset = [.. own.Placeholders.Where(p => !p.HasDefault && !variables.ContainsKey(p.Name) && !own.Environments.Any(f => f.Variables.ContainsKey(p.Name))).DistinctBy(p => p.Name)];
        if (unset.Count > 0) yield return Unset(own.Configuration!, unset);
    }

    private static Finding Lost(Evidence evidence, EnvironmentFile file, List<string> lost) => new(
        ConfigurationCodes.VariableNotTaken, $"file:{file.Path}",
        $"{file.Path} sets {Amounts.Names(lost)}, but Ziggie (process {evidence.OwnPid}) was started without {(lost.Count == 1 ? "it" : "them")} or with other values: it reads no such file by itself.",
        $"Start Ziggie with it: `set -a; . {file.Path}; set +a; ziggie up`, or EnvironmentFile={file.Path} in its systemd unit.")
    { Evidence = [$"grep -o '^[A-Z_]*' {file.Path} → {Amounts.Names(lost)}", $"tr '\\0' '\\n' < /proc/{evidence.OwnPid}/environ | cut -d= -f1 → without them"] };

    private static Finding Unset(string configuration, List<Placeholder> unset) => new(
        ConfigurationCodes.VariableNotTaken, $"file:{configuration}",
        $"{configuration} asks for {Amounts.Names([.. unset.Select(p => $"${{{p.Name}}} (line {p.Line})")])}, which {(unset.Count == 1 ? "is" : "are")} not set in Ziggie's environment: the file can't be taken as it is now.",
        $"Set {unset[0].Name} where Ziggie is started, or give a default: ${{{unset[0].Name}:-…}}.")
    { Severity = Severity.Problem, Evidence = [$"grep -n '\\${{' {configuration} → {Amounts.Names([.. unset.Select(p => p.Name)])}"] };
}
