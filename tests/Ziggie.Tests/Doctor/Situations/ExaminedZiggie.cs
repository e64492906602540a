using System.Text.Json;
using Ziggie.Tests.Doctor.Support;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Asks the doctor of a real Ziggie.</summary>
internal static class ExaminedZiggie
{
    /// <summary>Root causes of a fresh examination; conflicts of ports that other programs of this machine have among themselves are not these tests' matter.</summary>
    public static async Task<List<JsonElement>> ExamineAsync(this ZiggieProcess ziggie) =>
        [.. (await AskedDoctor.RunAsync(ziggie.Admin)).GetProperty("findings").EnumerateArray().Where(IsOurs)];

    public static Task AddBackendAsync(this ZiggieProcess ziggie, string name, string type, string url) => AskedDoctor.AddAsync(ziggie.Admin, name, type, url);

    public static Task<(int Status, JsonElement Body)> FixAsync(this ZiggieProcess ziggie, string code, string target, string? token) =>
        AskedDoctor.FixAsync(ziggie.Admin, code, target, dryRun: token is null, token);

    public static bool IsOurs(JsonElement finding) => !finding.Target().StartsWith("port:", StringComparison.Ordinal);

    public static string Code(this JsonElement finding) => finding.GetProperty("code").GetString()!;

    public static string Target(this JsonElement finding) => finding.GetProperty("target").GetString()!;

    public static string Text(this JsonElement finding, string name) => finding.GetProperty(name).GetString()!;

    /// <summary>Code and target of each, for comparing.</summary>
    public static string[] Named(this IEnumerable<JsonElement> findings) => [.. findings.Select(f => $"{f.Code()} {f.Target()}")];

    /// <summary>The only root cause there is.</summary>
    public static async Task<JsonElement> OnlyCauseAsync(this ZiggieProcess ziggie, string code, string target)
    {
        var findings = await ziggie.ExamineAsync();
        Assert.Equal([$"{code} {target}"], findings.Named());
        Assert.NotEmpty(findings[0].GetProperty("evidence").EnumerateArray());
        return findings[0];
    }
}
