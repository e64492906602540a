using Mono.Cecil;

namespace Ziggie.Tests.Architecture;

/// <summary>The borders that the compiler does not hold.</summary>
public sealed class ArchitectureTests
{
    private const int LongestFile = 400;

    /// <summary>What each assembly may reference of ours.</summary>
    private static readonly Dictionary<string, string[]> s_mayReference = new()
    {
        ["Ziggie.Wire"] = [],
        ["Ziggie.Engine"] = ["Ziggie.Wire"],
        ["Ziggie.Simulator"] = ["Ziggie.Wire"],
        ["Ziggie.Cli"] = ["Ziggie.Wire"],
        [Built.Features] = ["Ziggie.Wire", "Ziggie.Engine", "Ziggie.Simulator"],
        ["ziggie"] = ["Ziggie.Wire", "Ziggie.Engine", "Ziggie.Simulator", "Ziggie.Cli", Built.Features],
    };

    /// <summary>Uses that a border forbids and that have a reason. One that is gone is taken out here.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["Storage.StorageModule -> Settings"] = "the settings say which database it is",
    };

    [Theory]
    [InlineData("Ziggie.Wire")]
    [InlineData("Ziggie.Engine")]
    [InlineData("Ziggie.Simulator")]
    [InlineData("Ziggie.Cli")]
    [InlineData(Built.Features)]
    [InlineData("ziggie")]
    public void Assemblies_reference_only_what_lies_below(string name)
    {
        using var module = Built.Read(name);
        var ours = module.AssemblyReferences.Select(r => r.Name).Where(r => Built.Names.Contains(r));
        Assert.Empty(ours.Except(s_mayReference[name]));
    }

    [Fact]
    public void Features_use_only_what_lies_below()
    {
        var broken = Uses().Where(u => Forbids(u.From, u.To)).Select(u => $"{u.From}.{u.Type} -> {u.To}").ToHashSet();
        Assert.Empty(broken.Except(s_exceptions.Keys).Order());
        Assert.Empty(s_exceptions.Keys.Except(broken));
    }

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var silent = Built.Names.SelectMany(name =>
        {
            using var module = Built.Read(name);
            var documented = Built.Documented(name);
            return module.GetTypes().Where(IsPublic).Select(t => t.FullName.Replace('/', '.')).Where(t => !documented.Contains($"T:{t}")).ToList();
        });
        Assert.Empty(silent.Order());
    }

    [Fact]
    public void Files_are_short()
    {
        var root = Built.Root();
        var tooLong = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Where(f => File.ReadLines(Path.Combine(root, f)).Count() > LongestFile);
        Assert.Empty(tooLong.Order());
    }

    private static bool Forbids(string from, string to) => (from, to) switch
    {
        ("Storage", _) => true,
        ("Feeds", not ("Identity" or "Http" or "Settings" or "Storage")) => true,
        ("Backends", "Gateway" or "Admission" or "Routing") => true,
        ("Identity" or "Audit" or "Settings" or "Usage", "Gateway") => true,
        _ => false,
    };

    private static HashSet<(string From, string Type, string To)> Uses()
    {
        using var module = Built.Read(Built.Features);
        return [.. from type in module.Types
                   let feature = FeatureOf(type)
                   where feature is not null
                   from used in TypeUses.Of(type)
                   let other = FeatureOf(used)
                   where other is not null && other != feature
                   select (feature!, type.Name, other!)];
    }

    /// <summary>The folder right below src/Ziggie; null for what lies beside the folders, and for generated code.</summary>
    private static string? FeatureOf(TypeDefinition type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.Namespace.Split('.') is ["Ziggie", var feature, ..] ? feature : null;
    }

    private static bool IsPublic(TypeDefinition type) =>
        type.IsNested ? type.IsNestedPublic && IsPublic(type.DeclaringType) : type.IsPublic && type.Namespace.StartsWith("Ziggie", StringComparison.Ordinal);
}
