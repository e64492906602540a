namespace Ziggie.Machine.Containers;

/// <summary>Where the engine's socket may be, in the order in which they are tried.</summary>
/// <param name="Sockets">Paths.</param>
/// <param name="Asked">What <c>DOCKER_HOST</c> says, which then counts alone; null where it is not set.</param>
/// <param name="Groups">The file with the names of groups.</param>
/// <param name="IsInstalled">Whether a program of this name can be started.</param>
internal sealed record EnginePlaces(IReadOnlyList<string> Sockets, string? Asked, string Groups, Func<string, bool> IsInstalled)
{
    private const string Unix = "unix://";

    /// <param name="variable">Gives a variable of the environment.</param>
    public static EnginePlaces Of(Func<string, string?> variable)
    {
        var path = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        bool IsInstalled(string program) => path.Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
        if (variable("DOCKER_HOST") is { Length: > 0 } asked) return new EnginePlaces(asked.StartsWith(Unix, StringComparison.Ordinal) ? [asked[Unix.Length..]] : [], asked, "/etc/group", IsInstalled);
        List<string> sockets = ["/var/run/docker.sock", "/run/podman/podman.sock"];
        // Engines that run without root keep their sockets with their user.
        if (variable("XDG_RUNTIME_DIR") is { Length: > 0 } own) sockets.AddRange([$"{own}/docker.sock", $"{own}/podman/podman.sock"]);
        if (variable("HOME") is { Length: > 0 } home) sockets.AddRange([$"{home}/.docker/run/docker.sock", $"{home}/.docker/desktop/docker.sock"]);
        return new EnginePlaces(sockets, null, "/etc/group", IsInstalled);
    }
}
