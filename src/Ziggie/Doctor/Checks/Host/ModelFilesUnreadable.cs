using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Models;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S507: model files that can't be used.</summary>
internal sealed class ModelFilesUnreadable : ICheck
{
    public string Name => "model files";

    public IEnumerable<Finding> Look(Evidence evidence) => evidence.ModelFiles.Bad.Select(f => Found(f, evidence));

    private static Finding Found(BadModelFile file, Evidence evidence)
    {
        var server = file.Server is { } pid ? $"Ollama (process {pid})" : "Ziggie";
        var (cause, fix) = file.Fault switch
        {
            FileFault.Missing => ($"The file of model {file.Model} is not there: {Amounts.OneLine(file.Detail)}.", "Fetch the model again, or remove what is left of it."),
            FileFault.Empty => ($"The file of model {file.Model} is empty: its download or copy never began, or the disk was full.", "Fetch it again."),
            FileFault.Damaged => ($"The file of model {file.Model} can't be used: {Amounts.OneLine(file.Detail, 300)}", "Fetch it again, and compare its size with that of the source."),
            FileFault.UnreadableForServer => ($"{server} may not read the file of model {file.Model}: {file.Detail}.", $"Give it to the server's user: `sudo chown {User(file, evidence)} {file.Path}`, and let that user enter the folders above it."),
            _ => ($"{server} may not read {file.Path}: {Amounts.OneLine(file.Detail)}", $"Let the user that Ziggie runs as read it: `sudo chmod a+r {file.Path}`, and `a+x` for the folders above it."),
        };
        var size = new FileInfo(file.Path) is { } info && file.Fault is FileFault.Damaged or FileFault.Empty ? $"ls -l {info.FullName} → {file.Detail}" : $"namei -l {file.Path} → {file.Detail}";
        return new Finding(SystemCodes.ModelFilesUnreadable, $"file:{file.Path}", cause, fix) { Evidence = [Amounts.OneLine(size, 400)] };
    }

    private static string User(BadModelFile file, Evidence evidence) => file.Server is { } pid && evidence.Process(pid)?.UserId is { } user ? $"{user}:" : "USER:";
}
