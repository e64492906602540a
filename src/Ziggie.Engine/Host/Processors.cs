namespace Ziggie.Engine.Host;

/// <summary>How many threads compute best.</summary>
internal static class Processors
{
    /// <summary>llama.cpp ends the process where there are more.</summary>
    private const int Most = 512;

    /// <param name="asked">0: one for each core, not for each of a core's threads, which only wait for one another.</param>
    public static int Threads(int asked) => Math.Min(Most, asked > 0 ? asked : Math.Min(Environment.ProcessorCount, Cores("/sys/devices/system/cpu") ?? Environment.ProcessorCount));

    /// <returns>Null where the system does not say.</returns>
    internal static int? Cores(string root)
    {
        try
        {
            var cores = new HashSet<string>();
            foreach (var cpu in Directory.EnumerateDirectories(root, "cpu*"))
            {
                var siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
                if (File.Exists(siblings)) cores.Add(File.ReadAllText(siblings).Trim());
            }
            return cores.Count > 0 ? cores.Count : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
