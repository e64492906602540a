using Ziggie.Doctor.Checks.Host;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Fixes.Files;

/// <summary>S503: removes the file.</summary>
internal sealed class RemoveStalePidFile(ProcessReader reader) : IFix
{
    public FixPlan? Plan(Finding finding, Evidence evidence)
    {
        if (finding.Code != SystemCodes.StalePidFile) return null;
        var file = evidence.PidFiles.Concat(LocalServers.Of(evidence).SelectMany(p => p.Files.Pids)).FirstOrDefault(f => $"file:{f.Path}" == finding.Target);
        return file is null ? null : new FixPlan([new RemoveFile(file, reader, StalePidFiles.IsStale)]);
    }
}
