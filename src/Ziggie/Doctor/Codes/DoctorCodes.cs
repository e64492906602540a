namespace Ziggie.Doctor.Codes;

/// <summary>All codes, in one place each: network, ports, configuration, accelerators, system.</summary>
internal static class DoctorCodes
{
    public static IReadOnlyList<DoctorCode> All { get; } =
        [.. NetworkCodes.All, .. PortCodes.All, .. ConfigurationCodes.All, .. AcceleratorCodes.All, .. SystemCodes.All];

    public static DoctorCode? Find(string code) => All.FirstOrDefault(c => c.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}
