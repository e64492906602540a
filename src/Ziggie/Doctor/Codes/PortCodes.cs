namespace Ziggie.Doctor.Codes;

/// <summary>Who answers at a port.</summary>
internal static class PortCodes
{
    public static IReadOnlyList<DoctorCode> All { get; } = [];
}
