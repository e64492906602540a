using System.Runtime.InteropServices;

namespace Ziggie.Engine.Libraries;

/// <summary>System and processor, as the packages of the libraries name them.</summary>
public static class EnginePlatform
{
    public static string Current { get; } = $"{System}-{Processor}";

    // Built for glibc; systems with another C library need a build of their own.
    private static string System =>
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "mac" : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";

    private static string Processor => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "x64",
        Architecture.Arm64 => "arm64",
        Architecture.Arm => "armv7l",
        var other => other.ToString().ToLowerInvariant(),
    };
}
