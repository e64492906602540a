using System.Formats.Tar;
using Ziggie.Engine.Libraries;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Libraries;

/// <summary>Installing with an npm of the tests: what is in view afterwards, and what is said where it fails.</summary>
public sealed class EngineInstallerTests : IDisposable
{
    private readonly FakePackages _fake = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public EngineInstallerTests()
    {
        _fake.Pack();
        _fake.Npm();
    }

    public void Dispose() => _fake.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task What_is_needed_at_run_time_is_kept_and_found()
    {
        var steps = new Steps();

        var installed = await new EngineInstaller(_fake.Install).InstallAsync(EngineVariant.Cpu, steps, Cancel);

        Assert.True(installed.Brought);
        Assert.Equal(["v0.5.0-cpu"], _fake.Left);
        Assert.Equal(["LICENSE", "engine.json", "libggml-base.so", "libggml-cpu-x64.so", "libggml.v0.5.0.so", "libllama.v0.5.0.so"], Directory.EnumerateFiles(installed.Libraries.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(installed.Libraries, EngineFinder.Find(_fake.Install.Places).Libraries);
        Assert.Equal([EnginePhase.Fetching, EnginePhase.Checking, EnginePhase.Unpacking], steps.Phases);
        Assert.StartsWith("pack @test/libraries@1.0.0 --pack-destination ", Assert.Single(_fake.Calls), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_time_nothing_is_fetched_and_a_broken_one_is_made_whole()
    {
        var folder = (await InstallAsync()).Libraries.Folder;
        Assert.False((await InstallAsync()).Brought);
        File.Delete(Path.Join(folder, "libggml-cpu-x64.so"));

        Assert.True((await InstallAsync()).Brought);

        Assert.Equal(2, _fake.Calls.Length);
        Assert.Equal(["v0.5.0-cpu"], _fake.Left);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_at_once_fetch_once()
    {
        _fake.Npm("sleep 0.5; cp \"$ARCHIVE\" \"$4/fetched.tgz\"");

        var both = await Task.WhenAll(InstallAsync(), InstallAsync());

        Assert.Single(both, i => i.Brought);
        Assert.Single(_fake.Calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_the_programs_folder_cannot_be_written_they_go_to_the_data()
    {
        Directory.CreateDirectory(_fake.ProgramFolder);
        await File.WriteAllTextAsync(Path.Join(_fake.ProgramFolder, "engine"), "in the way", Cancel);

        Assert.Equal(Path.Join(_fake.DataFolder, "engine", "v0.5.0-cpu"), (await InstallAsync()).Libraries.Folder);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_fake.DataFolder));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_one_left_is_swept_and_does_not_disturb()
    {
        var engine = Path.Join(_fake.ProgramFolder, "engine");
        FakeLibrary.Write(Path.Join(engine, ".installing-abc", "content"), "libllama.v0.5.0.so");
        await File.WriteAllTextAsync(Path.Join(engine, ".lock"), "", Cancel);
        Assert.Null(EngineFinder.Find(_fake.Install.Places).Libraries);

        Assert.True((await InstallAsync()).Brought);

        Assert.Equal(["v0.5.0-cpu"], _fake.Left);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stopping_ends_npm_and_leaves_nothing()
    {
        _fake.Npm("echo $$ > \"$CALLS.pid\"; exec sleep 600");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var installing = new EngineInstaller(_fake.Install).InstallAsync(EngineVariant.Cpu, null, stop.Token);
        var pidFile = $"{_fake.Install.Environment["CALLS"]}.pid";
        await Eventually.TrueAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => installing);

        Assert.Empty(_fake.Left);
        var pid = (await File.ReadAllTextAsync(pidFile, Cancel)).Trim();
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_npm_is_bounded()
    {
        _fake.Npm("exec sleep 600");

        Assert.Contains("did not bring @test/libraries@1.0.0 within 0 minutes", await FailsAsync(_fake.Install with { FetchTimeout = TimeSpan.FromMilliseconds(200) }), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_npm_it_says_where_to_get_it()
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/nowhere" };

        var message = await FailsAsync(_fake.Install with { Environment = environment });

        Assert.Contains("nodejs.org", message, StringComparison.Ordinal);
        Assert.Contains("engine.libraryPath", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_npm_complains_of_is_passed_on_and_secrets_are_not_passed_to_it()
    {
        _fake.Npm("echo \"npm error network down${ZIGGIE_SECRET}\" >&2; exit 3");

        Assert.Equal("npm could not fetch @test/libraries@1.0.0 (exit code 3): npm error network down", await FailsAsync(_fake.Install));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_archive_of_another_digest_is_thrown_away()
    {
        var install = _fake.Install;
        _fake.Pack(FakePackages.Entry("package/README.md", "altered"u8.ToArray()));

        var message = await FailsAsync(install);

        Assert.Contains($"expected {install.Known[0].Packages[0].Integrity}", message, StringComparison.Ordinal);
        Assert.Contains("npm config get registry", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_is_told_before_anything_is_fetched()
    {
        Assert.Contains("MiB left. Make room", await FailsAsync(_fake.Install with { FreeSpace = _ => 5 << 20 }), StringComparison.Ordinal);
        Assert.Empty(_fake.Calls);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("../../outside")]
    [InlineData("package/bins/some/../../../../../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("package\\bins\\outside")]
    public async Task A_name_that_leads_out_is_refused(string name)
    {
        _fake.Pack(FakePackages.Entry(name, "x"u8.ToArray()));

        Assert.Contains($"holds the name \"{name}\"", await FailsAsync(_fake.Install), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_more_than_was_promised_and_broken_archives_are_refused()
    {
        _fake.Pack(new UstarTarEntry(TarEntryType.SymbolicLink, "package/bins/some/libggml-x.so") { LinkName = "/etc/passwd" });
        Assert.Contains("which is a SymbolicLink", await FailsAsync(_fake.Install), StringComparison.Ordinal);

        _fake.Pack(FakePackages.Entry("package/bins/some/libggml-x.so", new byte[2 << 20]));
        Assert.Contains("more than the 1048576 bytes", await FailsAsync(_fake.Install), StringComparison.Ordinal);

        _fake.Pack();
        await File.WriteAllBytesAsync(_fake.Archive, (await File.ReadAllBytesAsync(_fake.Archive, Cancel))[..^100], Cancel);
        await FailsAsync(_fake.Install);

        await File.WriteAllTextAsync(_fake.Archive, "no archive at all", Cancel);
        Assert.Contains("is no whole archive", await FailsAsync(_fake.Install), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_package_without_the_libraries_is_not_installed()
    {
        _fake.Npm();
        await using (var empty = File.Create(_fake.Archive))
        await using (var zipped = new System.IO.Compression.GZipStream(empty, System.IO.Compression.CompressionLevel.Fastest))
        await using (var tar = new TarWriter(zipped))
            await tar.WriteEntryAsync(FakePackages.Entry("package/package.json", "{}"u8.ToArray()), Cancel);

        Assert.Contains("What came cannot be used: There is no libllama", await FailsAsync(_fake.Install), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_platform_or_variant_without_packages_is_told()
    {
        Assert.Contains("There is no cuda build", await FailsAsync(_fake.Install, EngineVariant.Cuda), StringComparison.Ordinal);
        Assert.Contains("for amiga-68k that this Ziggie knows", await FailsAsync(_fake.Install with { Platform = "amiga-68k" }), StringComparison.Ordinal);
    }

    private Task<EngineInstalled> InstallAsync() => new EngineInstaller(_fake.Install).InstallAsync(EngineVariant.Cpu, null, Cancel);

    /// <summary>The message; and nothing half-done is left.</summary>
    private async Task<string> FailsAsync(EngineInstall install, EngineVariant variant = EngineVariant.Cpu)
    {
        var e = await Assert.ThrowsAsync<EngineInstallException>(() => new EngineInstaller(install).InstallAsync(variant, null, Cancel));
        Assert.Empty(_fake.Left);
        return e.Message;
    }

    private sealed class Steps : IProgress<EngineProgress>
    {
        public List<EnginePhase> Phases { get; } = [];

        public void Report(EngineProgress value)
        {
            if (Phases.Count == 0 || Phases[^1] != value.Phase) Phases.Add(value.Phase);
        }
    }
}
