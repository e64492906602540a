using System.Runtime.InteropServices;
using Ziggie.Engine.Libraries;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Libraries;

/// <summary>The real packages with the real npm client.</summary>
public sealed class EngineInstallFunctionalTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ziggie-engine-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact(Timeout = 180_000)]
    public async Task They_are_brought_and_can_be_loaded()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        var install = new EngineInstall { Places = new EnginePlaces(null, Path.Join(_root, "program"), Path.Join(_root, "data")), Environment = environment };

        var installed = await new EngineInstaller(install).InstallAsync(EngineVariant.Cpu, null, Cancel);

        Assert.Equal((true, "v0.5.0"), (installed.Brought, installed.Libraries.Version));
        foreach (var path in (string[])[installed.Libraries.GgmlBase, installed.Libraries.Ggml, installed.Libraries.Llama])
        {
            var library = NativeLibrary.Load(path);
            if (path == installed.Libraries.Llama) Assert.True(NativeLibrary.TryGetExport(library, "llama_model_load_from_file", out _));
            NativeLibrary.Free(library);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_command_line_installs_and_shows_what_is_there()
    {
        var data = Path.Join(_root, "data");
        var own = Path.Join(_root, "own");
        Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Join(_root, "ziggie.yaml"), $"engine: {{ libraryPath: {own} }}\n", Cancel);

        var installed = await ZiggieProcess.RunAsync(["engine", "install", "--data", data, "--json"], Cancel);
        var status = await ZiggieProcess.RunAsync(["engine", "status", "--data", data, "--json"], Cancel);
        var other = await ZiggieProcess.RunAsync(["engine", "status", "--data", data, "--config", Path.Join(_root, "ziggie.yaml")], Cancel);
        var card = await ZiggieProcess.RunAsync(["engine", "install", "--gpu", "abacus"], Cancel);

        Assert.True(installed.Code == 0, installed.ToString());
        Assert.Equal(installed.Json.GetProperty("folder").GetString(), Assert.Single(status.Json.GetProperty("folders").EnumerateArray(), f => f.GetProperty("state").GetString() == "found" && f.GetProperty("variant").GetString() == "cpu").GetProperty("folder").GetString());
        Assert.NotNull(status.Json.GetProperty("used").GetString());
        Assert.Contains("engine.libraryPath: There is no libllama", other.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 2), (other.Code, card.Code));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_killed_leaves_nothing_in_view_and_the_next_sweeps_up()
    {
        using var fake = new FakePackages();
        var engine = Path.Join(AppContext.BaseDirectory, "engine");
        var environment = new Dictionary<string, string>(fake.Environment);
        fake.Npm("echo $$ > \"$CALLS.pid\"; exec sleep 600");
        using (var killed = ZiggieProcess.Launch(["engine", "install", "--gpu", "vulkan", "--data", _root], environment))
        {
            var pidFile = $"{environment["CALLS"]}.pid";
            await Eventually.TrueAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));
            killed.Kill();
            await killed.WaitForExitAsync(Cancel);
            System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pidFile, Cancel), System.Globalization.CultureInfo.InvariantCulture)).Kill();
        }
        Assert.NotEmpty(Directory.EnumerateDirectories(engine, ".installing-*"));

        fake.Npm("exit 1");
        var again = await ZiggieProcess.RunAsync(["engine", "install", "--gpu", "vulkan", "--data", _root], Cancel, environment);

        Assert.Equal(1, again.Code);
        Assert.Empty(Directory.EnumerateDirectories(engine, ".installing-*"));
        Assert.False(Directory.Exists(Path.Join(engine, "v0.5.0-vulkan")));
    }
}
