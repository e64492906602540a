using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Machine.Containers;
using Ziggie.Tests.Architecture;

namespace Ziggie.Tests.Support;

/// <summary>
/// A real container engine for tests: one that a tool starts (the environment variable ZIGGIE_TEST_CONTAINER_ENGINE, or <c>shared/tools/container-engine</c> beside a folder
/// above the sources; called with a folder and the seconds that it may idle, it prints the path of a socket), else the one that is installed. Containers are of the image
/// <c>localhost/busybox:test</c>, which either has to have.
/// </summary>
public sealed class ContainerEngine : IAsyncLifetime
{
    private const string Image = "localhost/busybox:test";
    private const int IdleSeconds = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-engine-").FullName;
    private readonly List<string> _made = [];
    private HttpClient? _client;
    private bool _ours;

    /// <summary>Null where there is no engine.</summary>
    public string? Socket { get; private set; }

    /// <summary>A network of these tests alone.</summary>
    public string Network { get; } = $"ziggie-test-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    internal EnginePlaces Places => new([Socket!], null, "/etc/group", _ => true);

    /// <summary>Says, where a person sees it, that a test was left out for want of an engine.</summary>
    public bool IsMissing()
    {
        if (Socket is not null) return false;
        TestContext.Current.AddWarning("Left out: there is no container engine here (see ZIGGIE_TEST_CONTAINER_ENGINE), or it lacks the image " + Image + ".");
        return true;
    }

    public async ValueTask InitializeAsync()
    {
        var socket = Tool() is { } tool ? await StartAsync(tool) : EnginePlaces.Of(Environment.GetEnvironmentVariable).Sockets.FirstOrDefault(File.Exists);
        if (socket is null) return;
        _client = Client(socket);
        using var image = await _client.GetAsync($"/images/{Image}/json");
        if (!image.IsSuccessStatusCode) return;
        var (high, low) = (RandomNumberGenerator.GetInt32(100, 200), RandomNumberGenerator.GetInt32(256));
        await PostAsync("/networks/create", new { Name = Network, IPAM = new { Config = new[] { new { Subnet = string.Create(CultureInfo.InvariantCulture, $"10.{high}.{low}.0/24") } } } });
        Socket = socket;
    }

    /// <summary>Makes and starts a container; the fields are those of Docker's API.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(object fields, string? name = null)
    {
        var body = JsonSerializer.SerializeToNode(fields)!.AsObject();
        body["Image"] = Image;
        // Each stop would wait for a shell that ignores it.
        body["StopTimeout"] = 0;
        if (body["HostConfig"] is not JsonObject host) body["HostConfig"] = host = [];
        host["NetworkMode"] ??= Network;
        var made = await PostAsync(name is null ? "/containers/create" : $"/containers/create?name={name}", body);
        var id = made!["Id"]!.GetValue<string>();
        _made.Add(id);
        await PostAsync($"/containers/{id}/start", null);
        return id;
    }

    public Task KillAsync(string id) => PostAsync($"/containers/{id}/kill", null);

    public async Task RemoveAsync(string id)
    {
        using var answer = await _client!.DeleteAsync($"/containers/{id}?force=true");
        _made.Remove(id);
    }

    public async ValueTask DisposeAsync()
    {
        if (Socket is not null)
        {
            foreach (var id in _made.ToArray()) await RemoveAsync(id);
            using var network = await _client!.DeleteAsync($"/networks/{Network}");
        }
        _client?.Dispose();
        if (_ours) EndService();
        Directory.Delete(_folder, recursive: true);
    }

    public static HttpClient Client(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://engine") };

    private async Task<JsonNode?> PostAsync(string path, object? body)
    {
        using var answer = body is null ? await _client!.PostAsync(path, null) : await _client!.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private async Task<string?> StartAsync(string tool)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, [_folder, $"{IdleSeconds}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        // The engine itself keeps the pipe open: one line is all there is to read.
        var socket = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        _ours = process.ExitCode == 0;
        return _ours ? socket?.Trim() : null;
    }

    /// <summary>The tool leaves the engine as a process of its own, which is known by the folder that it was given.</summary>
    private void EndService()
    {
        foreach (var process in Process.GetProcessesByName("podman"))
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_folder, StringComparison.Ordinal)) process.Kill();
                }
                catch (Exception e) when (e is IOException or InvalidOperationException)
                {
                    // Ended meanwhile.
                }
            }
        }
    }

    private static string? Tool()
    {
        if (Environment.GetEnvironmentVariable("ZIGGIE_TEST_CONTAINER_ENGINE") is { Length: > 0 } named) return File.Exists(named) ? named : null;
        for (var folder = Directory.GetParent(Built.Root()); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "tools", "container-engine") is var tool && File.Exists(tool)) return tool;
        return null;
    }
}

/// <summary>The tests that share one engine.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerEngineTests : ICollectionFixture<ContainerEngine>
{
    public const string Name = "container engine";
}
