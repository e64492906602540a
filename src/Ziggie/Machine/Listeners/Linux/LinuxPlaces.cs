namespace Ziggie.Machine.Listeners.Linux;

/// <summary>Where the system's files are, for fixtures.</summary>
/// <param name="AsksKernel">Whether the kernel may be asked directly too, which knows more but only about this machine.</param>
internal sealed record LinuxPlaces(string Proc = "/proc", string Passwords = "/etc/passwd", bool AsksKernel = true)
{
    public static LinuxPlaces Fixture(string folder) => new(Path.Combine(folder, "proc"), Path.Combine(folder, "etc/passwd"), AsksKernel: false);
}
