using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Support;

/// <summary>The doctor, and what it needs, through the front door.</summary>
internal static class AskedDoctor
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task AddAsync(HttpClient admin, string name, string type, string url)
    {
        using var answer = await admin.PostAsJsonAsync("/api/backends", new { name, type, url }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    public static async Task<JsonElement> RunAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/api/doctor/run", null, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    /// <summary>The root cause that is told of a target, with its consequences.</summary>
    public static JsonElement RootOf(JsonElement report, string target)
    {
        var roots = report.GetProperty("findings").EnumerateArray().Where(f => Is(f, target) || f.GetProperty("consequences").EnumerateArray().Any(c => Is(c, target))).ToList();
        Assert.True(roots.Count == 1, $"{target}: {string.Join("; ", roots.Select(r => r.GetProperty("code").GetString()))} in {report}");
        return roots[0];
    }

    public static string Told(JsonElement report, string target) => RootOf(report, target).GetProperty("code").GetString()!;

    public static async Task<(int Status, JsonElement Body)> FixAsync(HttpClient client, string code, string target, bool dryRun = false, string? token = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/doctor/fix", new { code, target, dryRun, token }, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Somebody with a role, signed in.</summary>
    public static async Task<HttpClient> AsAsync(ZiggieProcess ziggie, string role)
    {
        using var made = await ziggie.Admin.PostAsJsonAsync("/api/users", new { username = $"a-{role}", password = "a-password-77", role }, Cancel);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancel));
        return ziggie.Client(await ziggie.SignInAsync($"a-{role}", "a-password-77", Cancel));
    }

    private static bool Is(JsonElement finding, string target) => finding.GetProperty("target").GetString() == target;
}
