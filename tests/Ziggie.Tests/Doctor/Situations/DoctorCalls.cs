using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Asks the doctor of a real Ziggie.</summary>
internal static class DoctorCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Root causes of a fresh examination; conflicts of ports that other programs of this machine have among themselves are not these tests' matter.</summary>
    public static async Task<List<JsonElement>> ExamineAsync(this ZiggieProcess ziggie)
    {
        using var answer = await ziggie.Admin.PostAsync("/api/doctor/run", null, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("findings").EnumerateArray().Where(IsOurs)];
    }

    public static async Task AddBackendAsync(this ZiggieProcess ziggie, string name, string type, string url)
    {
        using var answer = await ziggie.Admin.PostAsJsonAsync("/api/backends", new { name, type, url }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    public static async Task<(int Status, JsonElement Body)> FixAsync(this ZiggieProcess ziggie, string code, string target, string? token)
    {
        using var answer = await ziggie.Admin.PostAsJsonAsync("/api/doctor/fix", new { code, target, dryRun = token is null, token }, Cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

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
