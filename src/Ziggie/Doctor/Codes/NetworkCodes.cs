namespace Ziggie.Doctor.Codes;

/// <summary>Ways to a server: names, connections, protocols.</summary>
internal static class NetworkCodes
{
    public static IReadOnlyList<DoctorCode> All { get; } = [];
}
