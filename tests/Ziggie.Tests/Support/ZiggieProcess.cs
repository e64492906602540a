using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Ziggie.Tests.Support;

/// <summary>The real program as a child process, as a user starts it: its own data directory, a free port, a configuration given as text.</summary>
internal sealed class ZiggieProcess : IAsyncDisposable
{
    public const string AdminPassword = "correct-horse-9";

    private const int PortTaken = 4;

    private readonly StringBuilder _output = new();
    private Process? _process;

    private ZiggieProcess(string folder, bool ownsFolder)
    {
        Folder = folder;
        _ownsFolder = ownsFolder;
    }

    private readonly bool _ownsFolder;

    /// <summary>Holds the data directory and the configuration.</summary>
    public string Folder { get; }
    public string DataPath => Path.Combine(Folder, "data");
    public string ConfigPath => Path.Combine(Folder, "ziggie.yaml");
    public Uri Url { get; private set; } = new("http://127.0.0.1");
    public int Pid => _process!.Id;

    /// <summary>A command that starts it, such as one that gives it files of its own in place of the machine's.</summary>
    public IReadOnlyList<string> Before { get; set; } = [];

    /// <summary>Signed in as admin.</summary>
    public HttpClient Admin { get; private set; } = new();

    /// <summary>With a key of the default scopes.</summary>
    public HttpClient Caller { get; private set; } = new();
    public string Key { get; private set; } = "";

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>What of its memory is resident now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>All but the start, which <see cref="StartAgainAsync"/> does: for a data directory that is special.</summary>
    public static async Task<ZiggieProcess> PrepareAsync(string config, CancellationToken cancel)
    {
        var ziggie = new ZiggieProcess(Directory.CreateTempSubdirectory("ziggie-test-").FullName, ownsFolder: true);
        await File.WriteAllTextAsync(ziggie.ConfigPath, config, cancel);
        return ziggie;
    }

    /// <summary>Starts it and waits until it is ready, signed in and has a key. In the environment's values <c>{url}</c> stands for where it will listen.</summary>
    public static async Task<ZiggieProcess> StartAsync(string config, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        var ziggie = await PrepareAsync(config, cancel);
        try
        {
            await ziggie.StartAgainAsync(cancel, environment, options);
            return ziggie;
        }
        catch
        {
            await ziggie.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a verb on its data and configuration; fails where the verb does.</summary>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        using var verb = Launch([.. arguments, "--data", DataPath, "--url", Url.ToString().TrimEnd('/')], folder: Folder);
        verb.StandardInput.Close();
        var (output, error) = (verb.StandardOutput.ReadToEndAsync(cancel), verb.StandardError.ReadToEndAsync(cancel));
        await verb.WaitForExitAsync(cancel);
        Assert.True(verb.ExitCode == 0, $"ziggie {string.Join(' ', arguments)} ended with {verb.ExitCode}:\n{await output}{await error}");
        return await output;
    }

    /// <summary>Starts it again on the same data, e.g. after <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync(CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        do
        {
            _process?.Dispose();
            Url = new Uri($"http://127.0.0.1:{FreePort()}");
            _process = Launch(["up", "--data", DataPath, "--config", ConfigPath, "--url", Url.ToString().TrimEnd('/'), .. options], environment?.ToDictionary(e => e.Key, e => e.Value.Replace("{url}", Url.ToString(), StringComparison.Ordinal)), Folder, Before);
            Collect(_process.StandardOutput);
            Collect(_process.StandardError);
        }
        while (!await IsReadyAsync(cancel));
        Admin = new HttpClient { BaseAddress = Url };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SignInAsync("admin", AdminPassword, cancel));
        Key = await CreateKeyAsync(new { name = $"test-{Guid.NewGuid():N}" }, cancel);
        Caller = Client(Key);
    }

    /// <summary>Starts the program with any arguments, without waiting for anything.</summary>
    public static Process Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, IReadOnlyList<string>? before = null)
    {
        string[] words = [.. before ?? [], Path.Combine(AppContext.BaseDirectory, "ziggie"), .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ZIGGIE", StringComparison.Ordinal) || k.StartsWith("OLLAMA", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["ZIGGIE_ADMIN_PASSWORD"] = AdminPassword;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs the program with any arguments to its end.</summary>
    public static async Task<ProcessResult> RunAsync(IEnumerable<string> arguments, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, string input = "")
    {
        using var process = Launch(arguments, environment, folder);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            if (input.Length > 0) await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancel);
            return new ProcessResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    public async Task<string> SignInAsync(string user, string password, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = Url };
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = user, password }, cancel);
        answer.EnsureSuccessStatusCode();
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return json.GetProperty("access_token").GetString()!;
    }

    /// <summary>Makes a key and returns it.</summary>
    public async Task<string> CreateKeyAsync(object key, CancellationToken cancel)
    {
        using var answer = await Admin.PostAsJsonAsync("/api/keys", key, cancel);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancel));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("key").GetString()!;
    }

    public HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancel);
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancel)
    {
        _ = kill(_process!.Id, 15);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    /// <summary>Ctrl-C.</summary>
    public static void Interrupt(Process process) => _ = kill(process.Id, 2);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        Admin.Dispose();
        Caller.Dispose();
        if (_ownsFolder) await DeleteAsync(Folder);
    }

    /// <summary>What a killed Ziggie had started ends a moment after it, and may still write until then.</summary>
    private static async Task DeleteAsync(string folder)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    /// <summary>False where another program took the port in the meantime. That one may well be a Ziggie too, so an answer alone proves nothing.</summary>
    private async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = Url };
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (_process!.HasExited)
            {
                if (_process.ExitCode == PortTaken) return false;
                throw new InvalidOperationException($"ziggie ended with {_process.ExitCode}:\n{Output}");
            }
            try
            {
                using var answer = await client.GetAsync("/health", bound.Token);
                // Written by the one that listens.
                var told = Path.Combine(DataPath, "cli.url");
                if (answer.IsSuccessStatusCode && File.Exists(told) && new Uri((await File.ReadAllTextAsync(told, bound.Token)).Trim()) == Url) return true;
            }
            catch (Exception e) when (e is HttpRequestException or UriFormatException or IOException)
            {
                // Not yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, bound.Token);
        }
    }

    private void Collect(StreamReader reader) => _ = Task.Run(async () =>
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output) _output.AppendLine(line);
        }
    });

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}

/// <summary>How a program ended.</summary>
internal sealed record ProcessResult(int Code, string Out, string Errors)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Out);
            return document.RootElement.Clone();
        }
    }

    public override string ToString() => $"exit {Code}\n{Out}\n{Errors}";
}
