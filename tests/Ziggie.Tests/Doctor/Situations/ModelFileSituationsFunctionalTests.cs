using Ziggie.Tests.Models.Library;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>S507 with real files, by the real program.</summary>
[Collection(SituationTests.Name)]
public sealed class ModelFileSituationsFunctionalTests : IDisposable
{
    private static readonly DateTime s_settled = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-files-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 90_000)]
    public async Task Files_that_are_cut_short_empty_or_something_else_are_named()
    {
        var whole = TinyLlama.Model(1, new TinyLlamaOptions()).Build();
        Write("good.gguf", whole);
        await using var ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nengine: {{ enabled: false }}\nmodels: {{ path: \"{_folder}\", ollamaStores: [] }}\n", Cancel);
        Assert.Empty((await ziggie.ExamineAsync()).Named());

        Write("cut.gguf", whole[..(whole.Length / 2)]);
        Write("empty.gguf", []);
        Write("page.gguf", "<html>404</html>"u8.ToArray());
        var findings = await ziggie.ExamineAsync();

        Assert.Equal(((string[])["cut", "empty", "page"]).Select(n => $"S507 file:{Path.Combine(_folder, n)}.gguf"), findings.Named());
        Assert.Contains("empty", findings[1].Text("cause"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_model_that_the_servers_user_may_not_read_is_named()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
        {
            TestContext.Current.AddWarning("Left out: only root can start a server as another user.");
            return;
        }
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        var store = new TestStore(Path.Combine(_folder, "store"));
        store.Add("registry.ollama.ai/library/llama3/8b", TinyLlama.Model(1, new TinyLlamaOptions()).Build());
        var blob = Directory.EnumerateFiles(Path.Combine(_folder, "store", "blobs")).MaxBy(f => new FileInfo(f).Length)!;
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["OLLAMA_MODELS"] = Path.Combine(_folder, "store") }, before: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]);
        await using var ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nmodels: {{ ollamaStores: [] }}\nbackends: [{{ name: one, type: ollama, url: \"{server.Url}\" }}]\n", Cancel);
        Assert.Empty((await ziggie.ExamineAsync()).Named());

        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var finding = await ziggie.OnlyCauseAsync("S507", $"file:{blob}");
        Assert.Contains("user 65534", finding.Text("cause"), StringComparison.Ordinal);
        Assert.Contains($"process {server.Pid}", finding.Text("cause"), StringComparison.Ordinal);

        File.Delete(blob);
        Assert.Contains("is not there", (await ziggie.OnlyCauseAsync("S507", $"file:{blob}")).Text("cause"), StringComparison.Ordinal);
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, s_settled);
    }
}
