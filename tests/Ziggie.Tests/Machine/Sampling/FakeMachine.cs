using System.Text;
using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.Sampling;

/// <summary>Folders that stand for a machine's /proc, /sys and /etc.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ziggie-machine-");

    public MachineRoots Roots => new($"{_folder}/proc", $"{_folder}/sys", $"{_folder}/etc");

    public FakeMachine Proc(string file, string text) => Write($"proc/{file}", text);

    public FakeMachine Sys(string file, string text) => Write($"sys/{file}", text);

    public FakeMachine Etc(string file, string text) => Write($"etc/{file}", text);

    /// <summary>A process with a name of any bytes.</summary>
    public FakeMachine Process(int pid, byte[] name, long ticks = 0, long start = 1000, long pages = 100, char state = 'S', int threads = 1)
    {
        byte[] text =
        [
            .. Ascii($"{pid} ("),
            .. name,
            .. Ascii($") {state} 1 {pid} {pid} 0 -1 4194560 500 0 0 0 {ticks} 0 0 0 20 0 {threads} 0 {start} 10000000 {pages} 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"),
        ];
        Directory.CreateDirectory($"{_folder}/proc/{pid}");
        File.WriteAllBytes($"{_folder}/proc/{pid}/stat", text);
        return this;
    }

    public FakeMachine Process(int pid, string name, long ticks = 0, long start = 1000, long pages = 100, char state = 'S', int threads = 1) =>
        Process(pid, Ascii(name), ticks, start, pages, state, threads);

    public void Remove(string path) => Directory.Delete($"{_folder}/{path}", recursive: true);

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private FakeMachine Write(string file, string text)
    {
        var path = $"{_folder}/{file}";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }
}
