using System.Collections;

namespace Ziggie.Server.Up;

/// <summary>The process's environment variables.</summary>
internal static class ProcessEnvironment
{
    public static IReadOnlyDictionary<string, string> Read() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
