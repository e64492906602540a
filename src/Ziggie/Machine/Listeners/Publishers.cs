namespace Ziggie.Machine.Listeners;

/// <summary>The programs that container engines put before published ports. Some hold the port only so that nobody else takes it, while packet rules do the work.</summary>
internal static class Publishers
{
    /// <summary>The kernel keeps 15 bytes of a name.</summary>
    private const int KernelNameLength = 15;

    private static readonly string[] s_names =
        ["docker-proxy", "com.docker.backend", "com.docker.proxy", "vpnkit", "wslrelay", "rootlessport", "rootlesskit", "slirp4netns", "pasta", "pasta.avx2", "gvproxy", "podman", "conmon", "dockerd"];

    public static bool IsOne(string name)
    {
        var bare = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        foreach (var known in s_names)
        {
            if (known.Equals(bare, StringComparison.OrdinalIgnoreCase)) return true;
            if (bare.Length == KernelNameLength && known.StartsWith(bare, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>What docker-proxy was told to pass connections on to.</summary>
    public static string? Target(string name, string commandLine)
    {
        if (name != "docker-proxy") return null;
        var words = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (After(words, "-container-ip"), After(words, "-container-port")) is ({ } address, { } port) ? $"{address}:{port}" : null;
    }

    private static string? After(string[] words, string option) =>
        Array.IndexOf(words, option) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;
}
