using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Ziggie.Storage;

/// <summary>One numbered change of the schema.</summary>
internal sealed record MigrationScript(int Number, string Name, string Sql)
{
    /// <summary>The same on every platform: line ends do not count.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The scripts built into the program, in order.</summary>
    public static IReadOnlyList<MigrationScript> BuiltIn(DatabaseProvider provider)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var prefix = provider + "/";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => Read(assembly, name, prefix.Length))
                .OrderBy(script => script.Number),
        ];
    }

    private static MigrationScript Read(Assembly assembly, string resource, int prefix)
    {
        var name = Path.GetFileNameWithoutExtension(resource[prefix..]);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new MigrationScript(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
