namespace Ziggie.Machine.Sampling;

/// <summary>Where the kernel tells about the machine; fixtures stand in for machines that are not here.</summary>
internal sealed record MachineRoots(string Proc = "/proc", string Sys = "/sys", string Etc = "/etc")
{
    public string ProcFile(string name) => $"{Proc}/{name}";

    public string SysFile(string name) => $"{Sys}/{name}";

    public string EtcFile(string name) => $"{Etc}/{name}";
}
