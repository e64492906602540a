namespace Ziggie.Models.Engine;

/// <summary>What the engine's process inherits: the machine's ways, none of Ziggie's secrets.</summary>
internal static class EngineEnvironment
{
    private static readonly string[] s_kept = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DOTNET_ROOT", "XDG_RUNTIME_DIR"];
    private static readonly string[] s_keptPrefixes = ["LC_", "GGML_", "CUDA_", "NVIDIA_", "HIP_", "ROCR_", "VK_", "MESA_", "OMP_"];

    public static void Prepare(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.ToList())
            if (!s_kept.Contains(name, StringComparer.OrdinalIgnoreCase) && !s_keptPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase))) environment.Remove(name);
        // Small and steady: the work is llama.cpp's, what is managed is little.
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_GCHeapHardLimit"] = "0x40000000";
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_EnableDiagnostics"] = "0";
    }
}
