namespace Ziggie.Doctor.Codes;

/// <summary>Where models compute.</summary>
internal static class AcceleratorCodes
{
    public static IReadOnlyList<DoctorCode> All { get; } = [];
}
