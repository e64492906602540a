using Ziggie.Machine.Sampling;

namespace Ziggie.Machine.History;

/// <summary>Which parts of a machine have a history, and under which names.</summary>
internal static class HistoryPlaces
{
    private static readonly string[] s_containers = ["/var/lib/docker/", "/var/lib/containers/", "/var/lib/containerd/", "/var/lib/kubelet/", "/run/"];

    /// <summary>Each container has one end of its own, named by chance: it is gone with the container.</summary>
    public static bool ComesAndGoes(NetworkStats network) => network.Interface.StartsWith("veth", StringComparison.Ordinal);

    public static bool ComesAndGoes(DiskStats disk) => Array.Exists(s_containers, c => disk.Mount.StartsWith(c, StringComparison.Ordinal));

    /// <summary><c>group.part.value</c> without the parts that are empty, and without what would end a name in a list of them.</summary>
    public static string Name(string group, string part, string value) =>
        string.Join('.', ((string[])[group, part, value]).Where(p => p.Length > 0).Select(Clean));

    private static string Clean(string part) => string.Create(part.Length, part, static (clean, text) =>
    {
        for (var i = 0; i < text.Length; i++) clean[i] = text[i] == ',' || char.IsWhiteSpace(text[i]) || char.IsControl(text[i]) ? '-' : text[i];
    });
}
