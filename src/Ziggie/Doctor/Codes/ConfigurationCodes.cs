namespace Ziggie.Doctor.Codes;

/// <summary>What was written down, and what became of it.</summary>
internal static class ConfigurationCodes
{
    public static IReadOnlyList<DoctorCode> All { get; } = [];
}
