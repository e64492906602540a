namespace Ziggie.Models.Engine;

/// <summary>The program of which the engine's process is another run: <c>ziggie</c>, beside this one's assemblies.</summary>
internal static class EngineProgramPath
{
    public static string Find()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ziggie.exe" : "ziggie");
        return File.Exists(beside) ? beside : Environment.ProcessPath ?? beside;
    }
}
