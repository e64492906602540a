using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Fixes.Files;

/// <summary>Removes a stale pid file, if it is still the one that was shown and still stale.</summary>
/// <param name="isStale">Asked once more, of the file as it is then.</param>
internal sealed class RemoveFile(PidFile file, ProcessReader reader, Func<PidFile, bool> isStale) : IFixStep
{
    public string Text => $"Remove {file.Path}, which names process {file.Pid}";

    public string Fingerprint { get; } = FingerprintOf(file);

    public Task DoAsync(CancellationToken cancel)
    {
        if (PidFiles.Read(file.Path, reader) is not { } now || FingerprintOf(now) != Fingerprint) throw new TargetChangedException($"{file.Path} is not as it was when it was shown.");
        if (!isStale(now)) throw new TargetChangedException($"{file.Path} is right by now: process {now.Pid} runs.");
        File.Delete(file.Path);
        return Task.CompletedTask;
    }

    private static string FingerprintOf(PidFile file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Path}/{file.Content.Length}/{file.Changed.UtcTicks}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Content)))}");
}
