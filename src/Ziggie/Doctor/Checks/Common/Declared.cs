using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Common;

/// <summary>Says where a backend is declared, and how it would be declared better.</summary>
internal static class Declared
{
    /// <summary>A sentence: what to write, and where.</summary>
    public static string Change(Evidence evidence, BackendSettings backend, BackendSettings better)
    {
        var fields = new List<string>();
        if (better.Type != backend.Type) fields.Add($"type: {Word(better.Type)}");
        if (better.Url != backend.Url) fields.Add($"url: {better.Url}");
        return $"{In(evidence, backend)}, write {string.Join(" and ", fields)}.";
    }

    public static string In(Evidence evidence, BackendSettings backend) =>
        evidence.Subjects.DeclaredAt.TryGetValue(backend.Name, out var place) ? $"In {place}, for the backend {backend.Name}" : $"In the settings of the backend {backend.Name}";

    public static string Word(BackendType type) => type.ToString().ToLowerInvariant();

    /// <summary>The same path at another host and port.</summary>
    public static BackendSettings At(BackendEvidence backend, string host, int port) =>
        backend.Settings with { Url = $"{backend.Url!.Scheme}://{host}:{port}{backend.Url.AbsolutePath.TrimEnd('/')}" };
}
