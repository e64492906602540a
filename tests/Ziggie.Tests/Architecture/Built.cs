using System.Xml.Linq;
using Mono.Cecil;

namespace Ziggie.Tests.Architecture;

/// <summary>What was built and what it was built from: our assemblies beside the tests, their docstrings, the sources.</summary>
internal static class Built
{
    public const string Features = "Ziggie.Features";

    /// <summary>Name of each of our assemblies.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Ziggie.Wire", "Ziggie.Engine", "Ziggie.Simulator", "Ziggie.Cli", Features, "ziggie"];

    public static ModuleDefinition Read(string name) => ModuleDefinition.ReadModule(Beside($"{name}.dll"));

    /// <summary>Ids such as <c>T:Ziggie.Wire.Dialect</c> of all that has a docstring.</summary>
    public static IReadOnlySet<string> Documented(string name) => XDocument.Load(Beside($"{name}.xml"))
        .Descendants("member")
        .Where(m => m.HasElements && m.Attribute("name") is not null)
        .Select(m => m.Attribute("name")!.Value)
        .ToHashSet();

    /// <summary>The folder with the solution.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ziggie.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ziggie.slnx.");
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
