using System.Net;
using System.Net.Sockets;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro;

/// <summary>What a benchmark stands on: a folder of its own and the processes that it started. All are gone when it is disposed.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly Stack<Child> _children = [];
    private readonly DirectoryInfo _folder;

    public Rig(string name)
    {
        _folder = Directory.CreateTempSubdirectory($"ziggie-bench-{name}-");
        // nginx's workers drop to another user and must be able to pass.
        if (!OperatingSystem.IsWindows()) _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    }

    public string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Child Start(string program, params string[] arguments)
    {
        var child = Child.Start(program, arguments, _folder.FullName);
        _children.Push(child);
        return child;
    }

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        while (_children.TryPop(out var child)) await child.EndAsync();
        _folder.Delete(recursive: true);
    }
}
